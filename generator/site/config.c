#include "site/config.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* "fr", "nl-BE": as BCP 47 writes them, which is what folders and `lang` are called. */
static bool is_language(struct str code)
{
    for (size_t i = 0; i < code.n; i++) {
        char c = code.p[i];
        bool fits = i < 2 ? c >= 'a' && c <= 'z' : i == 2 ? c == '-' : c >= 'A' && c <= 'Z';
        if (!fits)
            return false;
    }
    return code.n == 2 || code.n == 5;
}

static bool is_known(const struct config *config, struct str code)
{
    for (size_t i = 0; i < config->n_languages; i++) {
        if (str_eq(config->languages[i], code))
            return true;
    }
    return false;
}

static void read_languages(struct arena *a, const struct yaml *yaml, struct config *out, struct diags *diags)
{
    struct yaml_texts texts = {0};
    const struct yaml *languages = yaml_get(yaml, "languages");
    if (!languages || !yaml_texts(yaml, "languages", a, &texts, diags)) {
        if (!languages)
            DIAG_AT(diags, D_MATTER_KEY, yaml->at, STR("languages"));
        return;
    }
    for (size_t i = 0; i < texts.count; i++) {
        struct place at = languages->kind == YAML_SEQUENCE ? languages->items[i].at : languages->at;
        struct str code = texts.items[i];
        if (!is_language(code)) {
            DIAG_AT(diags, D_SITE_LANGUAGE, at, code);
        } else if (is_known(out, code) || out->n_languages == CONFIG_MAX_LANGUAGES) {
            DIAG_AT(diags, D_SITE_LANGUAGE_TWICE, at, code);
        } else {
            out->language_places[out->n_languages] = at;
            out->languages[out->n_languages++] = code;
        }
    }
    if (texts.count == 0)
        DIAG_AT(diags, D_MATTER_KEY, languages->key_at, STR("languages"));
}

static bool is_web(struct str url)
{
    bool has_scheme = str_starts(url, STR("https://")) || str_starts(url, STR("http://"));
    return has_scheme && !str_ends(url, STR("://")) && str_find_char(url, ' ') < 0;
}

bool config_is_url(struct str url)
{
    bool is_web = str_starts(url, STR("https://")) || str_starts(url, STR("http://"));
    return is_web && !str_ends(url, STR("://")) && str_find_char(url, ' ') < 0;
}

void config_set_url(struct config *config, struct str url)
{
    while (str_ends(url, STR("/")))
        url.n--;
    config->url = url;
}

static void read_url(const struct yaml *yaml, struct config *out, struct diags *diags)
{
    struct str url;
    if (!yaml_text(yaml, "url", &url, diags))
        return;
    if (config_is_url(url))
        config_set_url(out, url);
    else
        DIAG_AT(diags, D_SITE_URL, yaml_get(yaml, "url")->at, url);
}

static void read_edit_url(const struct yaml *yaml, struct config *out, struct diags *diags)
{
    struct str url;
    if (!yaml_text(yaml, "edit_url", &url, diags))
        return;
    if (is_web(url) && str_find(url, STR("{path}")) > 0)
        out->edit_url = url;
    else
        DIAG_AT(diags, D_SITE_EDIT_URL, yaml_get(yaml, "edit_url")->at, url);
}

static void read_contact(const struct yaml *yaml, struct config *out, struct diags *diags)
{
    static const char *const keys[] = {"name", "email", "phone"};
    const struct yaml *contact = yaml_get(yaml, "contact");
    if (!contact)
        return;
    if (contact->kind != YAML_MAPPING) {
        DIAG_AT(diags, D_SITE_MAPPING, contact->at, contact->key);
        return;
    }
    yaml_allow(contact, keys, COUNT(keys), diags);
    yaml_text(contact, "name", &out->contact_name, diags);
    yaml_text(contact, "email", &out->contact_email, diags);
    yaml_text(contact, "phone", &out->contact_phone, diags);
}

static void read_gateway(const struct yaml *yaml, struct config *out, struct diags *diags)
{
    bool answers;
    if (!yaml_bool(yaml, "gateway", &answers, diags))
        return;
    out->gateway = answers ? GATEWAY_YES : GATEWAY_NO;
    out->gateway_at = yaml_get(yaml, "gateway")->at;
}

/* One text for all languages, or one for each. */
static void read_tagline(struct arena *a, const struct yaml *yaml, struct config *out, struct diags *diags)
{
    const struct yaml *tagline = yaml_get(yaml, "tagline");
    const char *keys[CONFIG_MAX_LANGUAGES];
    struct str one;
    if (!tagline)
        return;
    bool is_mapping = tagline->kind == YAML_MAPPING;
    if (!is_mapping && !yaml_text(yaml, "tagline", &one, diags))
        return;
    for (size_t i = 0; i < out->n_languages; i++) {
        keys[i] = arena_str(a, out->languages[i]).p;
        if (is_mapping)
            yaml_text(tagline, keys[i], &out->taglines[i], diags);
        else
            out->taglines[i] = one;
    }
    if (is_mapping)
        yaml_allow(tagline, keys, out->n_languages, diags);
}

bool config_read(struct arena *a, const struct source *source, struct config *out, struct diags *diags)
{
    static const char *const keys[] = {"name",       "languages", "url",   "contact", "tagline",
                                       "navigation", "edit_url",  "theme", "gateway"};
    size_t errors = diags_errors(diags);
    *out = (struct config){0};
    const struct yaml *yaml = yaml_read(a, source, 0, source->text.n, diags);
    if (!yaml)
        return false;
    struct place start = {source, 0, 0};
    yaml_allow(yaml, keys, COUNT(keys), diags);
    if (!yaml_text(yaml, "name", &out->name, diags) && !yaml_get(yaml, "name"))
        DIAG_AT(diags, D_MATTER_KEY, start, STR("name"));
    read_languages(a, yaml, out, diags);
    read_url(yaml, out, diags);
    read_edit_url(yaml, out, diags);
    yaml_text(yaml, "theme", &out->theme, diags);
    read_gateway(yaml, out, diags);
    read_contact(yaml, out, diags);
    read_tagline(a, yaml, out, diags);
    struct yaml_texts navigation = {0};
    if (yaml_texts(yaml, "navigation", a, &navigation, diags))
        out->navigation = yaml_get(yaml, "navigation");
    return diags_errors(diags) == errors;
}
