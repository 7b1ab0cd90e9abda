//! `cargo xtask sbom`: what the program is made of, as a CycloneDX document: the crates that are compiled into it or
//! help to, and the packages that the page is built with.

use crate::{
    shell::{self, Done, Failure},
    workspace::Workspace,
};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};
use uuid::Builder;

const PROGRAM: &str = "invite-ledger";

pub(crate) fn write(workspace: &Workspace, file: &Path) -> Done {
    let mut cargo = workspace.cargo();
    cargo.args(["metadata", "--locked", "--format-version", "1"]);
    let metadata = json(&shell::text_of(&mut cargo)?, "cargo metadata")?;
    let lock = workspace.ui().join("package-lock.json");
    let lock = fs::read_to_string(&lock).map_err(Failure::during(lock.display()))?;
    let lock = json(&lock, "package-lock.json")?;
    let document = document(&metadata, &lock).ok_or_else(|| {
        Failure::new("cargo metadata or package-lock.json has another form than it used to")
    })?;
    let text = serde_json::to_string_pretty(&document).expect("JSON can be written");
    fs::write(file, text + "\n").map_err(Failure::during(file.display()))
}

fn document(metadata: &Value, lock: &Value) -> Option<Value> {
    let (program, crates, links) = crates(metadata)?;
    let components: Vec<_> = crates.into_iter().chain(page_packages(lock)?).collect();
    let mut document = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": program },
        "components": components,
        "dependencies": links,
    });
    document["serialNumber"] = json!(serial_number(&document));
    Some(document)
}

/// Without one GitHub puts no bill of materials on record. Drawn from the content: what is the same has the same.
fn serial_number(document: &Value) -> String {
    let digest = Sha256::digest(document.to_string());
    let (bytes, _) = digest.split_first_chunk().expect("a SHA-256 has 32 bytes");
    Builder::from_custom_bytes(*bytes)
        .into_uuid()
        .urn()
        .to_string()
}

/// The program, what cargo takes for it on any system, and who asks for what.
fn crates(metadata: &Value) -> Option<(Value, Vec<Value>, Vec<Value>)> {
    let by_id = |list: &Value| -> Option<BTreeMap<String, Value>> {
        let entry = |it: &Value| Some((it["id"].as_str()?.to_owned(), it.clone()));
        list.as_array()?.iter().map(entry).collect()
    };
    let (packages, nodes) = (
        by_id(&metadata["packages"])?,
        by_id(&metadata["resolve"]["nodes"])?,
    );
    let is_program = |(_, package): &(&String, &Value)| package["name"] == PROGRAM;
    let (root, _) = packages.iter().find(is_program)?;

    let mut links = Vec::new();
    let mut seen = BTreeSet::from([root.as_str()]);
    let mut waiting = vec![root.as_str()];
    while let Some(id) = waiting.pop() {
        let wanted: BTreeSet<_> = nodes.get(id)?["deps"]
            .as_array()?
            .iter()
            .filter_map(not_for_tests)
            .collect();
        waiting.extend(wanted.iter().filter(|it| seen.insert(it)));
        let purls: Option<Vec<_>> = wanted.iter().map(|it| purl(packages.get(*it)?)).collect();
        links.push(json!({ "ref": purl(packages.get(id)?)?, "dependsOn": purls? }));
    }
    seen.remove(root.as_str());
    let program = component(packages.get(root)?, "application")?;
    let crates: Option<Vec<_>> = seen
        .iter()
        .map(|id| component(packages.get(*id)?, "library"))
        .collect();
    Some((program, crates?, links))
}

fn not_for_tests(dependency: &Value) -> Option<&str> {
    let kinds = dependency["dep_kinds"].as_array()?;
    kinds
        .iter()
        .any(|it| it["kind"] != "dev")
        .then(|| dependency["pkg"].as_str())?
}

fn purl(package: &Value) -> Option<String> {
    let (name, version) = (package["name"].as_str()?, package["version"].as_str()?);
    Some(format!("pkg:cargo/{name}@{version}"))
}

fn component(package: &Value, kind: &str) -> Option<Value> {
    let purl = purl(package)?;
    Some(described(
        json!({
            "type": kind,
            "bom-ref": purl,
            "name": package["name"],
            "version": package["version"],
            "purl": purl,
        }),
        &package["license"],
    ))
}

/// What stands in the lock file for another system's sake is left out: it comes in one variant for each.
fn page_packages(lock: &Value) -> Option<Vec<Value>> {
    let packages: &Map<_, _> = lock["packages"].as_object()?;
    let is_here =
        |(path, package): &(&String, &Value)| !path.is_empty() && package["optional"] != true;
    let component = |(path, package): (&String, &Value)| {
        let (_, name) = path.rsplit_once("node_modules/")?;
        let version = package["version"].as_str()?;
        let purl = format!("pkg:npm/{}@{version}", name.replacen('@', "%40", 1));
        let component = json!({
            "type": "library",
            // The same package may lie in several places of the tree.
            "bom-ref": format!("{purl}#{path}"),
            "name": name,
            "version": version,
            "purl": purl,
        });
        Some(described(component, &package["license"]))
    };
    packages.iter().filter(is_here).map(component).collect()
}

/// Old crates write `MIT/Apache-2.0` for what is `MIT OR Apache-2.0` today.
fn described(mut component: Value, license: &Value) -> Value {
    if let Some(license) = license.as_str() {
        let license: Vec<_> = license.split('/').map(str::trim).collect();
        let license = license.join(" OR ");
        component["licenses"] = json!([{ "expression": license }]);
    }
    component
}

fn json(text: &str, what: &str) -> Result<Value, Failure> {
    serde_json::from_str(text).map_err(|error| Failure::new(format!("{what}: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str) -> Value {
        json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0" })
    }

    fn node(name: &str, dependencies: &[(&str, Value)]) -> Value {
        let dependency =
            |(name, kind): &(&str, Value)| json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] });
        json!({ "id": name, "deps": dependencies.iter().map(dependency).collect::<Vec<_>>() })
    }

    #[test]
    fn what_the_program_is_made_of_is_in_and_what_only_tests_use_is_not() {
        let names = [PROGRAM, "direct", "deep", "build", "test", "xtask"];
        let metadata = json!({
            "packages": names.map(package),
            "resolve": { "nodes": [
                node(PROGRAM, &[("direct", Value::Null), ("build", json!("build")), ("test", json!("dev"))]),
                node("direct", &[("deep", Value::Null)]),
                node("deep", &[]), node("build", &[]), node("test", &[]), node("xtask", &[]),
            ] },
        });
        let lock = json!({ "packages": {
            "": {},
            "node_modules/@a/b": { "version": "2.0.0", "license": "MIT" },
            "node_modules/@a/b-darwin": { "version": "2.0.0", "optional": true },
        } });
        let document = document(&metadata, &lock).unwrap();
        // By these GitHub knows a bill of materials.
        assert_eq!(document["bomFormat"], "CycloneDX");
        assert_eq!(document["specVersion"], "1.5");
        assert!(document["serialNumber"].is_string());
        let component = |it: &Value| it["purl"].as_str().unwrap().to_owned();
        let components: Vec<_> = document["components"]
            .as_array()
            .unwrap()
            .iter()
            .map(component)
            .collect();
        assert_eq!(
            components,
            [
                "pkg:cargo/build@1.0.0",
                "pkg:cargo/deep@1.0.0",
                "pkg:cargo/direct@1.0.0",
                "pkg:npm/%40a/b@2.0.0"
            ]
        );
        assert_eq!(
            document["components"][0]["licenses"][0]["expression"],
            "MIT OR Apache-2.0"
        );
        let of_program = &document["dependencies"][0];
        assert_eq!(of_program["ref"], "pkg:cargo/invite-ledger@1.0.0");
        assert_eq!(
            of_program["dependsOn"],
            json!(["pkg:cargo/build@1.0.0", "pkg:cargo/direct@1.0.0"])
        );
    }

    #[test]
    fn the_serial_number_is_drawn_from_the_content() {
        let number = |version: u8| serial_number(&json!({ "version": version }));
        assert_eq!(number(1), "urn:uuid:2430f1a2-ad29-82d0-8678-85488a4c89e2");
        assert_ne!(number(1), number(2));
    }
}
