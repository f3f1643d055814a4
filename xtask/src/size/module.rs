//! What a WebAssembly module consists of. Must not know what it does.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use wasmparser::{
    BinaryReaderError, DataKind, KnownCustom, Name, Operator, Parser, Payload, TypeRef,
};

/// A module's parts.
#[derive(Default)]
pub struct Module {
    /// Name and content of each section, in their order.
    pub sections: Vec<(String, Vec<u8>)>,
    /// Name and bytes of each function, where there are names.
    pub functions: Vec<(String, u64)>,
    /// Its memory before it runs, from address 0.
    pub memory: Vec<u8>,
}

impl Module {
    /// Takes a module apart.
    ///
    /// # Errors
    /// The bytes are no module.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        Self::parts(bytes).context("cannot read the module")
    }

    fn parts(bytes: &[u8]) -> Result<Self, BinaryReaderError> {
        let mut module = Self::default();
        let mut names = BTreeMap::new();
        let (mut index, mut end) = (0, 0);
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload?;
            if let (Some(name), Some((_, range))) = (section(&payload), payload.as_section()) {
                let content = bytes.get(range);
                let content = content.unwrap_or_default().to_owned();
                module.sections.push((name, content));
            }
            match payload {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        index += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionStart { range, .. } => end = range.start,
                // From where the last one ended, so with how long it says it is.
                Payload::CodeSectionEntry(body) => {
                    let bytes = body.range().end - end;
                    end = body.range().end;
                    module.functions.push((String::new(), bytes as u64));
                }
                Payload::DataSection(segments) => {
                    for segment in segments {
                        let segment = segment?;
                        let DataKind::Active { offset_expr, .. } = segment.kind else {
                            continue;
                        };
                        let Operator::I32Const { value } =
                            offset_expr.get_operators_reader().read()?
                        else {
                            continue;
                        };
                        module.put(value as u32 as usize, segment.data);
                    }
                }
                Payload::CustomSection(custom) => {
                    let KnownCustom::Name(parts) = custom.as_known() else {
                        continue;
                    };
                    for part in parts {
                        if let Name::Function(all) = part? {
                            for name in all {
                                let name = name?;
                                names.insert(name.index, name.name);
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        for (row, (name, _)) in (index..).zip(&mut module.functions) {
            *name = names.get(&row).copied().unwrap_or_default().to_owned();
        }
        Ok(module)
    }

    fn put(&mut self, at: usize, bytes: &[u8]) {
        let end = at + bytes.len();
        if self.memory.len() < end {
            self.memory.resize(end, 0);
        }
        if let Some(place) = self.memory.get_mut(at..end) {
            place.copy_from_slice(bytes);
        }
    }

    /// The content of a section, empty if there is none.
    pub fn section(&self, name: &str) -> &[u8] {
        let section = self.sections.iter().find(|(it, _)| it == name);
        section.map_or(&[], |(_, content)| content)
    }
}

fn section(payload: &Payload<'_>) -> Option<String> {
    let name = match payload {
        Payload::TypeSection(_) => "types",
        Payload::ImportSection(_) => "imports",
        Payload::FunctionSection(_) => "functions",
        Payload::TableSection(_) => "tables",
        Payload::MemorySection(_) => "memory",
        Payload::GlobalSection(_) => "globals",
        Payload::ExportSection(_) => "exports",
        Payload::ElementSection(_) => "elements",
        Payload::DataCountSection { .. } => "data count",
        Payload::CodeSectionStart { .. } => "code",
        Payload::DataSection(_) => "data",
        Payload::CustomSection(custom) => return Some(format!("custom {}", custom.name())),
        _ => return None,
    };
    Some(name.to_owned())
}
