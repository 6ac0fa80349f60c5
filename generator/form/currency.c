#include "form/currency.h"

#include "base/diag.h"

enum { LENGTH = 3 };

/* One code after another, by their decimals. */
static const char of_two[] = "AEDAFNALLAMDAOAARSAUDAWGAZN"
                             "BAMBBDBDTBMDBNDBOBBRLBSDBTNBWPBYNBZD"
                             "CADCDFCHFCNYCOPCRCCUPCVECZK"
                             "DKKDOPDZD"
                             "EGPERNETBEUR"
                             "FJDFKP"
                             "GBPGELGHSGIPGMDGTQGYD"
                             "HKDHNLHTGHUF"
                             "IDRILSINRIRR"
                             "JMD"
                             "KESKGSKHRKPWKYDKZT"
                             "LAKLBPLKRLRDLSL"
                             "MADMDLMGAMKDMMKMNTMOPMRUMURMVRMWKMXNMYRMZN"
                             "NADNGNNIONOKNPRNZD"
                             "PABPENPGKPHPPKRPLN"
                             "QAR"
                             "RONRSDRUB"
                             "SARSBDSCRSDGSEKSGDSHPSLESOSSRDSSPSTNSVCSYPSZL"
                             "THBTJSTMTTOPTRYTTDTWDTZS"
                             "UAHUSDUYUUZS"
                             "VEDVES"
                             "WST"
                             "XCDXCG"
                             "YER"
                             "ZARZMWZWG";
static const char of_none[] = "BIFCLPDJFGNFISKJPYKMFKRWPYGRWFUGXVNDVUVXAFXOFXPF";
static const char of_three[] = "BHDIQDJODKWDLYDOMRTND";

static const struct {
    const char *codes;
    size_t n;
    unsigned decimals;
} tables[] = {
    {of_two, (sizeof(of_two) - 1) / LENGTH, 2},
    {of_none, (sizeof(of_none) - 1) / LENGTH, 0},
    {of_three, (sizeof(of_three) - 1) / LENGTH, 3},
};

enum {
    N_TABLES = sizeof(tables) / sizeof(*tables),
    N_CODES = (sizeof(of_two) + sizeof(of_none) + sizeof(of_three) - N_TABLES) / LENGTH,
};

static bool find(struct str code, unsigned *decimals)
{
    for (size_t t = 0; code.n == LENGTH && t < N_TABLES; t++) {
        for (size_t i = 0; i < tables[t].n; i++) {
            if (memcmp(tables[t].codes + LENGTH * i, code.p, LENGTH) == 0) {
                *decimals = tables[t].decimals;
                return true;
            }
        }
    }
    return false;
}

bool form_currency_is_known(struct str code)
{
    unsigned decimals;
    return find(code, &decimals);
}

unsigned form_currency_decimals(struct str code)
{
    unsigned decimals = 2;
    find(code, &decimals);
    return decimals;
}

static struct str nearest(struct str word)
{
    struct str all[N_CODES];
    size_t n = 0;
    for (size_t t = 0; t < N_TABLES; t++)
        for (size_t i = 0; i < tables[t].n; i++)
            all[n++] = (struct str){tables[t].codes + LENGTH * i, LENGTH};
    for (size_t i = 0; i < n; i++)
        if (str_eq_nocase(all[i], word))
            return all[i];
    return diag_nearest(word, all, n);
}

struct str form_currency_meant(struct str word)
{
    static const struct {
        const char *meant, *written; /* one word after another, each with a blank behind it */
    } habits[] = {
        {"EUR",
         "ATS BEF BGN CYP DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL MTL NLG PTE SIT SKK XEU ECU FF FB "
         "EURO EUROS € "},
        {"GBP", "UKP STG POUND POUNDS LIVRE LIVRES £ "},
        {"USD", "DOLLAR DOLLARS US$ $ "},
        {"CHF", "SFR FS FRANC FRANCS "},
        {"CNY", "RMB "},
        {"XCG", "ANG "},
        {"ZWG", "ZWL "},
    };
    for (size_t i = 0; i < sizeof(habits) / sizeof(*habits); i++) {
        struct str written = str_from(habits[i].written);
        while (written.n > 0)
            if (str_eq_nocase(str_cut(&written, ' '), word))
                return str_from(habits[i].meant);
    }
    return nearest(word);
}
