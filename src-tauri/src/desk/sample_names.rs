//! Customers who do not exist, for the sample.

const FIRST: [&str; 24] = [
    "Alder",
    "Bluewater",
    "Cedar",
    "Drift",
    "Eastgate",
    "Fernhill",
    "Granite",
    "Harbour",
    "Ivory",
    "Juniper",
    "Kestrel",
    "Lantern",
    "Meridian",
    "Northwind",
    "Orchard",
    "Pebble",
    "Quarry",
    "Redwood",
    "Saltmarsh",
    "Tamarind",
    "Umber",
    "Vantage",
    "Willow",
    "Zephyr",
];
const LAST: [&str; 20] = [
    "Analytics",
    "Books",
    "Clinics",
    "Design",
    "Energy",
    "Foods",
    "Games",
    "Hotels",
    "Insurance",
    "Labs",
    "Logistics",
    "Media",
    "Networks",
    "Outfitters",
    "Payments",
    "Robotics",
    "Schools",
    "Studios",
    "Travel",
    "Works",
];
const CHINESE_FIRST: [&str; 12] = [
    "蓝桥", "青禾", "远山", "云帆", "晨光", "海棠", "松风", "南岸", "星河", "竹溪", "白鹭", "金穗",
];
const CHINESE_LAST: [&str; 10] = [
    "科技", "物流", "教育", "医疗", "传媒", "贸易", "网络", "食品", "旅行", "设计",
];

/// The `index`-th customer: every fifth with a Chinese name, none twice among the first 500.
pub(super) fn customer(index: usize) -> String {
    let (first, last): (&[&str], &[&str]) = match index % 5 {
        3 => (&CHINESE_FIRST, &CHINESE_LAST),
        _ => (&FIRST, &LAST),
    };
    // Both steps share no factor with the lists' lengths: neighbours in the list look unlike each other.
    let nth = index * 7;
    let name = (
        first[nth % first.len()],
        last[(nth / first.len() + index) % last.len()],
    );
    match index % 5 {
        3 => format!("{}{}", name.0, name.1),
        _ => format!("{} {}", name.0, name.1),
    }
}
