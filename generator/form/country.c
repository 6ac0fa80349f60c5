#include "form/country.h"

#include "base/diag.h"

enum { LENGTH = 2 };

/* One code after another. */
static const char codes[] = "adaeafagaialamaoaqarasatauawaxaz"
                            "babbbdbebfbgbhbibjblbmbnbobqbrbsbtbvbwbybz"
                            "cacccdcfcgchcickclcmcncocrcucvcwcxcycz"
                            "dedjdkdmdodz"
                            "eceeegehereset"
                            "fifjfkfmfofr"
                            "gagbgdgegfggghgiglgmgngpgqgrgsgtgugwgy"
                            "hkhmhnhrhthu"
                            "idieiliminioiqirisit"
                            "jejmjojp"
                            "kekgkhkikmknkpkrkwkykz"
                            "lalblclilklrlsltlulvly"
                            "mamcmdmemfmgmhmkmlmmmnmompmqmrmsmtmumvmwmxmymz"
                            "nancnenfngninlnonpnrnunz"
                            "om"
                            "papepfpgphpkplpmpnprpsptpwpy"
                            "qa"
                            "rerorsrurw"
                            "sasbscsdsesgshsisjskslsmsnsosrssstsvsxsysz"
                            "tctdtftgthtjtktltmtntotrtttvtwtz"
                            "uaugumusuyuz"
                            "vavcvevgvivnvu"
                            "wfws"
                            "xk"
                            "yeyt"
                            "zazmzw";

size_t form_country_count(void)
{
    return (sizeof(codes) - 1) / LENGTH;
}

struct str form_country_code(size_t place)
{
    return (struct str){codes + LENGTH * place, LENGTH};
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool form_country_find(struct str code, size_t *place)
{
    size_t low = 0;
    size_t high = form_country_count();
    if (code.n != LENGTH)
        return false;
    const char letters[LENGTH] = {lower(code.p[0]), lower(code.p[1])};
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = memcmp(codes + LENGTH * middle, letters, LENGTH);
        if (order == 0) {
            *place = middle;
            return true;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return false;
}

struct str form_country_meant(struct str word)
{
    static const struct synonym habits[] = {
        {STR_INIT("uk"), STR_INIT("gb")},         {STR_INIT("el"), STR_INIT("gr")},
        {STR_INIT("bel"), STR_INIT("be")},        {STR_INIT("belgique"), STR_INIT("be")},
        {STR_INIT("belgie"), STR_INIT("be")},     {STR_INIT("belgium"), STR_INIT("be")},
        {STR_INIT("fra"), STR_INIT("fr")},        {STR_INIT("france"), STR_INIT("fr")},
        {STR_INIT("frankrijk"), STR_INIT("fr")},  {STR_INIT("lux"), STR_INIT("lu")},
        {STR_INIT("luxembourg"), STR_INIT("lu")}, {STR_INIT("usa"), STR_INIT("us")},
        {STR_INIT("suisse"), STR_INIT("ch")},     {STR_INIT("nld"), STR_INIT("nl")},
    };
    size_t place;
    if (form_country_find(word, &place))
        return form_country_code(place);
    return diag_meant(word, habits, sizeof(habits) / sizeof(*habits));
}
