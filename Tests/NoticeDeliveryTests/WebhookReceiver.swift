import Foundation
import HTTPTransport

/// A receiver of webhooks in Python that checks signatures by itself: hmac, base64 and the text of
/// standardwebhooks.com, nothing of ours.
struct WebhookReceiver: Sendable {
    /// A request with the receiver's verdict.
    struct Received: Decodable, Sendable {
        var id: String
        /// Which of the secrets matched.
        var matched: [Int]
        var secondsOld: Int
        var body: String
    }

    private static let driver = #"""
        import base64, hashlib, hmac, http.server, json, sys, time
        secrets, answers = sys.argv[1].split(","), [int(a) for a in sys.argv[2].split(",")]
        keys = [base64.b64decode(s.removeprefix("whsec_")) for s in secrets]
        received = []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                body = json.dumps(received).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                id, at = self.headers["webhook-id"], self.headers["webhook-timestamp"]
                signed = f"{id}.{at}.".encode() + body
                given = self.headers["webhook-signature"].split(" ")
                matched = [
                    i for i, key in enumerate(keys)
                    if "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode() in given]
                answer = answers[min(len(received), len(answers) - 1)]
                received.append({
                    "id": id, "matched": matched, "secondsOld": int(time.time()) - int(at), "body": body.decode()})
                if answer == 0:
                    self.close_connection = True
                    self.connection.close()
                    return
                self.send_response(answer)
                self.send_header("Content-Length", "0")
                if answer == 503:
                    self.send_header("Retry-After", "7200")
                self.end_headers()

            def log_message(self, *arguments):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print("PORT", server.server_port, flush=True)
        server.serve_forever()
        """#

    let url: String

    /// Starts it, runs the body, stops it. `answers` are the status codes in turn, the last for ever; 0 closes the
    /// connection without an answer.
    static func run(
        secrets: [String], answers: [Int] = [200], _ body: (WebhookReceiver) async throws -> Void
    ) async throws {
        let program = try ChildProgram(
            "/usr/bin/python3",
            ["-c", driver, secrets.joined(separator: ","), answers.map(String.init).joined(separator: ",")])
        defer { program.stop() }
        let port = try await program.line(beginning: "PORT ")
        try await body(WebhookReceiver(url: "http://127.0.0.1:\(port)/hook"))
    }

    /// What came, in order.
    func received() async throws -> [Received] {
        var request = HTTPRequest(.get, url)
        request.allowsPlainLoopback = true
        let transport = try HTTPTransport(maximumConnections: 1)
        guard case .response(let response) = await transport.send(request) else { return [] }
        return try JSONDecoder().decode([Received].self, from: Data(response.body))
    }
}
