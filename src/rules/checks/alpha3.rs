//! ISO 3166-1 alpha-3 codes of the listed countries, for suggestions.

/// The alpha-2 code of an alpha-3 code, in any case.
pub(crate) fn alpha2_of_alpha3(code: &str) -> Option<&'static str> {
    let folded = code.to_ascii_lowercase();
    let row = ALPHA3.binary_search_by_key(&&*folded, |(alpha3, _)| alpha3);
    ALPHA3.get(row.ok()?).map(|(_, alpha2)| *alpha2)
}

/// Alpha-3 codes and the alpha-2 codes of the same countries.
#[rustfmt::skip]
const ALPHA3: &[(&str, &str)] = &[
    ("abw", "aw"), ("afg", "af"), ("ago", "ao"), ("alb", "al"), ("and", "ad"), ("are", "ae"),
    ("arg", "ar"), ("arm", "am"), ("asm", "as"), ("atg", "ag"), ("aus", "au"), ("aut", "at"),
    ("aze", "az"), ("bdi", "bi"), ("bel", "be"), ("ben", "bj"), ("bfa", "bf"), ("bgd", "bd"),
    ("bgr", "bg"), ("bhr", "bh"), ("bhs", "bs"), ("bih", "ba"), ("blr", "by"), ("blz", "bz"),
    ("bmu", "bm"), ("bol", "bo"), ("bra", "br"), ("brb", "bb"), ("brn", "bn"), ("btn", "bt"),
    ("bwa", "bw"), ("can", "ca"), ("che", "ch"), ("chl", "cl"), ("chn", "cn"), ("civ", "ci"),
    ("cmr", "cm"), ("cog", "cg"), ("col", "co"), ("cpv", "cv"), ("cri", "cr"), ("cub", "cu"),
    ("cyp", "cy"), ("cze", "cz"), ("deu", "de"), ("dji", "dj"), ("dma", "dm"), ("dnk", "dk"),
    ("dom", "do"), ("dza", "dz"), ("ecu", "ec"), ("egy", "eg"), ("esp", "es"), ("est", "ee"),
    ("eth", "et"), ("fin", "fi"), ("fji", "fj"), ("fra", "fr"), ("fro", "fo"), ("gab", "ga"),
    ("gbr", "gb"), ("geo", "ge"), ("ggy", "gg"), ("gha", "gh"), ("gib", "gi"), ("gin", "gn"),
    ("glp", "gp"), ("gmb", "gm"), ("gnb", "gw"), ("gnq", "gq"), ("grc", "gr"), ("grd", "gd"),
    ("gtm", "gt"), ("guf", "gf"), ("guy", "gy"), ("hkg", "hk"), ("hnd", "hn"), ("hrv", "hr"),
    ("hti", "ht"), ("hun", "hu"), ("idn", "id"), ("ind", "in"), ("irl", "ie"), ("irn", "ir"),
    ("irq", "iq"), ("isl", "is"), ("isr", "il"), ("ita", "it"), ("jam", "jm"), ("jor", "jo"),
    ("jpn", "jp"), ("kaz", "kz"), ("ken", "ke"), ("kgz", "kg"), ("khm", "kh"), ("kor", "kr"),
    ("kwt", "kw"), ("lao", "la"), ("lbn", "lb"), ("lbr", "lr"), ("lby", "ly"), ("lca", "lc"),
    ("lie", "li"), ("lka", "lk"), ("lso", "ls"), ("ltu", "lt"), ("lux", "lu"), ("lva", "lv"),
    ("mar", "ma"), ("mco", "mc"), ("mda", "md"), ("mdg", "mg"), ("mdv", "mv"), ("mex", "mx"),
    ("mkd", "mk"), ("mli", "ml"), ("mlt", "mt"), ("mmr", "mm"), ("mne", "me"), ("mng", "mn"),
    ("moz", "mz"), ("mrt", "mr"), ("mtq", "mq"), ("mus", "mu"), ("mwi", "mw"), ("mys", "my"),
    ("nam", "na"), ("ncl", "nc"), ("ner", "ne"), ("nga", "ng"), ("nic", "ni"), ("nld", "nl"),
    ("nor", "no"), ("npl", "np"), ("nzl", "nz"), ("omn", "om"), ("pak", "pk"), ("pan", "pa"),
    ("per", "pe"), ("phl", "ph"), ("png", "pg"), ("pol", "pl"), ("pri", "pr"), ("prt", "pt"),
    ("pry", "py"), ("pyf", "pf"), ("qat", "qa"), ("rou", "ro"), ("rus", "ru"), ("rwa", "rw"),
    ("sau", "sa"), ("sdn", "sd"), ("sen", "sn"), ("sgp", "sg"), ("sle", "sl"), ("slv", "sv"),
    ("smr", "sm"), ("som", "so"), ("srb", "rs"), ("ssd", "ss"), ("stp", "st"), ("sur", "sr"),
    ("svk", "sk"), ("svn", "si"), ("swe", "se"), ("swz", "sz"), ("syc", "sc"), ("syr", "sy"),
    ("tca", "tc"), ("tcd", "td"), ("tgo", "tg"), ("tha", "th"), ("tjk", "tj"), ("tkm", "tm"),
    ("tls", "tl"), ("tto", "tt"), ("tun", "tn"), ("tur", "tr"), ("twn", "tw"), ("tza", "tz"),
    ("uga", "ug"), ("ukr", "ua"), ("ury", "uy"), ("usa", "us"), ("uzb", "uz"), ("ven", "ve"),
    ("vnm", "vn"), ("vut", "vu"), ("wsm", "ws"), ("yem", "ye"), ("zaf", "za"), ("zmb", "zm"),
    ("zwe", "zw"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::country::Country;

    #[test]
    fn every_listed_country_has_one_code() {
        for (code, name) in Country::names() {
            let codes = ALPHA3.iter().filter(|(_, alpha2)| *alpha2 == code);
            assert_eq!(codes.count(), 1, "{name}");
        }
        assert_eq!(ALPHA3.len(), Country::names().count());
        assert!(ALPHA3.is_sorted());
    }

    #[test]
    fn codes_are_found_in_any_case() {
        let table = [
            ("deu", Some("de")),
            ("DEU", Some("de")),
            ("gbr", Some("gb")),
            ("aut", Some("at")),
            ("aus", Some("au")),
            ("de", None),
            ("xyz", None),
        ];
        for (code, expected) in table {
            assert_eq!(alpha2_of_alpha3(code), expected, "{code}");
        }
    }
}
