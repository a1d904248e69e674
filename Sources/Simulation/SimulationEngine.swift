public import Billing
public import BillingFormats
public import BillingRun
public import SystemTimeZones

/// What a scenario is played on: books, processors, and a way to tell the processor what to answer.
public struct SimulationEngine: Sendable {
    /// Where everything is kept; can be read as a whole for the answer.
    public var books: any BillingBooks & BooksInspection
    /// The scripted processors.
    public var gateways: GatewaySet
    /// Tells the processor what a new or replaced method answers, charge by charge.
    public var register: @Sendable (PaymentMethod, [ScriptedOutcome]) async throws -> Void

    /// An engine of parts that belong together: the processors answer as `register` told them.
    public init(
        books: any BillingBooks & BooksInspection, gateways: GatewaySet,
        register: @escaping @Sendable (PaymentMethod, [ScriptedOutcome]) async throws -> Void
    ) {
        self.books = books
        self.gateways = gateways
        self.register = register
    }

    /// The engine without a database.
    ///
    /// - Throws: when the seller's zone is not known.
    public static func memory(catalog: Catalog, zones: ZoneDatabase = .system) throws -> SimulationEngine {
        let gateway = ScriptedGateway(processor: "stripe")
        return SimulationEngine(
            books: try MemoryBooks(catalog: catalog, zones: zones), gateways: GatewaySet([gateway], width: 1)
        ) { method, outcomes in
            await gateway.register(method: method.reference, outcomes: outcomes)
        }
    }
}
