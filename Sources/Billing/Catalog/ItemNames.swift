/// What ids are called on documents.
public struct ItemNames: Sendable, Hashable, Codable {
    /// Names by plan id.
    public var plans: [String: String]
    /// Names by add-on id.
    public var addOns: [String: String]
    /// The units of meters, in the singular.
    public var units: [String: String]

    /// Names as they were stored with a document.
    public init(plans: [String: String], addOns: [String: String], units: [String: String]) {
        self.plans = plans
        self.addOns = addOns
        self.units = units
    }

    /// The names of a catalogue.
    public init(_ catalog: Catalog) {
        self.init(
            plans: catalog.plans.mapValues(\.name), addOns: catalog.addOns.mapValues(\.name),
            units: catalog.meters.compactMapValues(\.unit))
    }
}
