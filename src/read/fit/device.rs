//! Names of devices as runners know them.

use fitparser::profile::field_types::{GarminProduct, Manufacturer};

/// Manufacturer numbers whose products Garmin's list names: Garmin itself and Dynastream.
const GARMIN_NUMBERED: [u16; 3] = [1, 13, 15];

/// Prefixes of Garmin's product names, and the names of the families.
const FAMILIES: &[(&str, &str)] = &[
    ("fr", "Forerunner "),
    ("fenix", "fenix "),
    ("epix", "epix "),
    ("edge_", "Edge "),
    ("edge", "Edge "),
    ("venu", "Venu "),
    ("instinct", "Instinct "),
    ("enduro", "Enduro "),
    ("vivoactive", "vivoactive "),
    ("vivo_active", "vivoactive "),
];

/// `Garmin Forerunner 945` from the numbers and the text that the file gives.
pub(super) fn name(
    manufacturer: Option<u16>,
    product: Option<u16>,
    product_name: Option<&str>,
) -> Option<String> {
    let maker = manufacturer
        .filter(|number| Manufacturer::is_named_variant(i64::from(*number)))
        .map(|number| Manufacturer::from(number).to_string())
        .filter(|name| name != "development");
    let model = match product_name {
        Some(name) => Some(name.to_owned()),
        None => manufacturer
            .filter(|number| GARMIN_NUMBERED.contains(number))
            .and(product)
            .filter(|number| GarminProduct::is_named_variant(i64::from(*number)))
            .map(|number| model(&GarminProduct::from(number).to_string())),
    };
    match (maker, model) {
        (Some(maker), Some(model)) if starts_with(&model, &maker) => Some(model),
        (Some(maker), Some(model)) => Some(format!("{} {model}", title(&maker))),
        (Some(maker), None) => Some(title(&maker)),
        (None, model) => model,
    }
}

fn starts_with(model: &str, maker: &str) -> bool {
    let first = maker.split('_').next().unwrap_or(maker);
    model.to_lowercase().starts_with(first)
}

fn model(code: &str) -> String {
    let (start, family) = FAMILIES
        .iter()
        .find(|(start, _)| code.starts_with(start))
        .copied()
        .unwrap_or(("", ""));
    let rest = code[start.len()..].replace('_', " ");
    format!("{family}{}", rest.trim()).trim().to_owned()
}

/// Words with capitals: `wahoo_fitness` is Wahoo Fitness, `coros` is COROS.
fn title(code: &str) -> String {
    if matches!(code, "coros") {
        return code.to_uppercase();
    }
    let words = code.split('_').map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(letters).collect()
        })
    });
    words.collect::<Vec<String>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_called_what_runners_call_them() {
        let cases = [
            (Some(1), Some(3113), None, Some("Garmin Forerunner 945")),
            (
                Some(294),
                Some(841),
                Some("COROS PACE 2"),
                Some("COROS PACE 2"),
            ),
            (Some(32), Some(37), None, Some("Wahoo Fitness")),
            (Some(255), None, Some("Watch6"), Some("Watch6")),
            (Some(1), Some(65_000), None, Some("Garmin")),
            (None, None, None, None),
        ];
        for (maker, product, text, expected) in cases {
            assert_eq!(name(maker, product, text).as_deref(), expected);
        }
    }
}
