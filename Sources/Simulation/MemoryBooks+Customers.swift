import Billing
import BillingRun

extension MemoryBooks {
    func hasUsage(_ id: String, of account: String) -> Bool { usageByID["\(account)\u{0}\(id)"] != nil }

    func write(_ refused: RefusedUsage) {
        guard !refusedUsage.contains(where: { $0.event.id == refused.event.id }) else { return }
        refusedUsage.append(refused)
    }

    func makeDefault(_ method: String, of account: String) throws {
        let index = try index(of: method, account)
        guard let chosen = methods[account]?.remove(at: index) else { return }
        methods[account]?.insert(chosen, at: 0)
    }

    func removePaymentMethod(_ method: String, of account: String) throws {
        methods[account]?.remove(at: try index(of: method, account))
    }

    private func index(of method: String, _ account: String) throws(BillingError) -> Int {
        guard let index = methods[account]?.firstIndex(where: { $0.method.id == method }) else {
            throw .unknown(kind: "payment method", id: method)
        }
        return index
    }
}
