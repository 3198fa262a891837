//! The revisions as data: what each state of the API's documents allows.
//!
//! `revisions!` passes all of them to a macro, the oldest first, as `objects!` does with the objects.
//! Which revision a member belongs to is said in its declaration there.

/// Calls a macro with the revisions.
macro_rules! revisions {
    ($expand:ident) => {
        $expand! {
            /// `2025`, the default: the API document of the create-task endpoint, as of 2025.
            #[default]
            V2025 "2025" {
                languages: [Typescript],
                task_languages: [Typescript],
                proxy_types: {
                    Residential: CountrySet::of(List::Residential),
                    Mobile: CountrySet::of(List::Mobile),
                    Gov: CountrySet::of(List::Gov),
                    Proxy: CountrySet::of(List::Proxy),
                },
                types_with_city: [Proxy],
                removed_types: "",
                name: Lengths { min: 1, max: 255 },
                description: Lengths { min: 0, max: 1000 },
                has_no_limit: false,
                server_has_scheme: false,
            }

            /// `2026`: the API's documents as of autumn 2026. There is one type of Anchor proxy, a session has
            /// more members, and responses can have members that no document names.
            V2026 "2026" {
                languages: [Typescript],
                task_languages: [Typescript, Workflow],
                proxy_types: {
                    // The list lacks `gb`, which the documentation's table of countries and its quick start have.
                    Proxy: CountrySet::of(List::Proxy).with(Country::GB),
                },
                types_with_city: [Proxy],
                removed_types: "was removed from the API's documents in February 2026: leave the type out, or use `anchor_proxy`",
                name: Lengths { min: 1, max: 255 },
                description: Lengths { min: 0, max: 1000 },
                has_no_limit: true,
                server_has_scheme: true,
            }
        }
    };
}

pub(crate) use revisions;
