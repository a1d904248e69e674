import Foundation
import HTTPTransport
import ProcessorSandbox

/// A raw client: what the tests send and what came back, without any adapter's opinion.
struct SandboxClient: Sendable {
    /// A reply with its JSON taken apart.
    struct Reply {
        let status: Int
        let headers: HTTPHeaders
        let text: String

        /// The value at a path of names, as text: "error.code", "data.0.id".
        subscript(path: String) -> String? {
            var value = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
            for name in path.split(separator: ".") {
                if let list = value as? [Any] {
                    value = Int(name).flatMap { list.indices.contains($0) ? list[$0] : nil }
                } else {
                    value = (value as? [String: Any])?[String(name)]
                }
            }
            switch value {
            case let text as String: return text
            case let number as NSNumber: return number.stringValue
            case let list as [Any]: return "\(list.count) elements"
            default: return nil
            }
        }
    }

    let sandbox: ProcessorSandbox
    let transport: HTTPTransport

    /// Starts a sandbox, runs the body, stops it.
    static func run(
        _ configuration: SandboxConfiguration = SandboxConfiguration(),
        _ body: (SandboxClient) async throws -> Void
    ) async throws {
        let sandbox = try await ProcessorSandbox.start(configuration)
        let transport = try HTTPTransport()
        do {
            try await body(SandboxClient(sandbox: sandbox, transport: transport))
        } catch {
            await transport.shutDown()
            await sandbox.stop()
            throw error
        }
        await transport.shutDown()
        await sandbox.stop()
    }

    /// How the request ended.
    func outcome(
        _ method: HTTPMethod, _ path: String, _ body: String? = nil, key: String? = nil,
        authorization: String? = "Bearer \(ProcessorSandbox.secretKey)", timeoutMilliseconds: Int = 10_000
    ) async -> HTTPOutcome {
        var request = HTTPRequest(method, sandbox.baseURL + path, body: body.map { [UInt8]($0.utf8) })
        if let authorization { request.headers.add(name: "Authorization", value: authorization) }
        if let key { request.headers.add(name: "Idempotency-Key", value: key) }
        request.allowsPlainLoopback = true
        request.totalTimeoutMilliseconds = timeoutMilliseconds
        return await transport.send(request)
    }

    /// The reply; an error where there was none.
    func call(
        _ method: HTTPMethod, _ path: String, _ body: String? = nil, key: String? = nil,
        authorization: String? = "Bearer \(ProcessorSandbox.secretKey)"
    ) async throws -> Reply {
        let outcome = await outcome(method, path, body, key: key, authorization: authorization)
        guard case .response(let response) = outcome else { throw NoReply(outcome: outcome) }
        return Reply(
            status: response.status, headers: response.headers,
            text: String(decoding: response.body, as: UTF8.self))
    }

    struct NoReply: Error {
        let outcome: HTTPOutcome
    }

    /// The parameters of a confirmed charge of 19.99 USD.
    static func charge(_ method: String, amount: String = "1999", extra: String = "") -> String {
        "amount=\(amount)&currency=usd&payment_method=\(method)&off_session=true&confirm=true"
            + "&payment_method_types[]=card\(extra)"
    }
}
