/// What a decline asks for; calendars of retries and reports go by it (PROCESSORS 3).
public enum DeclineClass: String, Sendable, Hashable, Codable, CaseIterable, CodingKeyRepresentable {
    /// Never this method again: stolen, closed, revoked, forbidden by the network.
    case hard
    /// The customer must confirm (3-D Secure).
    case needsCustomer = "needs_customer"
    /// The card's details are wrong or out of date; a new or updated one is charged.
    case needsNewDetails = "needs_new_details"
    /// There is no money, or a limit is used up, today.
    case funds
    /// The bank does not say why.
    case generic
    /// Something between the worker and the bank did not work; it may in minutes.
    case technical
    /// An Indian mandate's notice, date or debit was not in order.
    case mandate
}
