internal import Billing
internal import BillingCalendar

/// Reads a scenario file (SCENARIO, Scenario); `dueday simulate`.
public enum ScenarioFile {
    /// The scenario in a file's bytes. `loadCatalog` gets the catalogue's path as it is written, beside the
    /// scenario file, and gives that file's bytes; what it throws is reported at the path's place.
    ///
    /// References to accounts and to what the catalogue holds are checked, those to subscriptions are not.
    public static func parse(
        _ bytes: some Collection<UInt8>, fileName: String, loadCatalog: (String) throws -> [UInt8]
    ) throws(FormatError) -> Scenario {
        let root = try StrictYAML.root(of: SourceText(bytes, file: fileName))
        let map = try root.map(keys: ["catalog", "accounts", "timeline", "until"])
        let catalog = try catalog(map.required("catalog"), load: loadCatalog)
        let accounts = try accounts(map.required("accounts"))
        let reader = TimelineReader(catalog: catalog, accounts: accounts)
        return Scenario(
            catalog: catalog, accounts: accounts, timeline: try map["timeline"].map(reader.events) ?? [],
            until: try map.required("until").instant())
    }

    /// The scenario in a text.
    public static func parse(
        _ text: String, fileName: String, loadCatalog: (String) throws -> [UInt8]
    ) throws(FormatError) -> Scenario {
        try parse(text.utf8, fileName: fileName, loadCatalog: loadCatalog)
    }

    private static func catalog(
        _ value: YAMLValue, load: (String) throws -> [UInt8]
    ) throws(FormatError) -> Catalog {
        guard try value.scalarText() != nil else { return try Catalog(reading: value) }
        let path = try value.shortText(limit: 4096)
        let bytes: [UInt8]
        do {
            bytes = try load(path)
        } catch {
            throw value.error("\(quoted(path)) cannot be read: \(error)")
        }
        return try CatalogFile.parse(bytes, fileName: path)
    }

    private static func accounts(_ value: YAMLValue) throws(FormatError) -> [ScenarioAccount] {
        var accounts: [ScenarioAccount] = []
        var ids: Set<String> = []
        for value in try value.list() {
            let account = try ScenarioAccount(reading: value)
            guard ids.insert(account.account.id).inserted else {
                throw value.error(key: "id", "a second account \(quoted(account.account.id))")
            }
            accounts.append(account)
        }
        return accounts
    }
}
