import CLibPQ

extension PostgresSession {
    /// How many statements are sent before their answers are read; more would fill both sides' buffers.
    private static let pipelineDepth = 100

    /// Runs many statements with hardly more than one round trip a hundred, and gives the rows each touched.
    ///
    /// They stand and fall together: outside a transaction they are one of their own. For thousands of equal
    /// rows an INSERT from arrays, see ``Parameter``, is faster.
    public func pipeline(
        _ statements: [(statement: SQLStatement, parameters: [Parameter])]
    ) throws(PostgresError) -> [Int] {
        guard !statements.isEmpty else { return [] }
        var names: [String] = []
        for (statement, parameters) in statements {
            names.append(
                try prepare(statement, .init(text: statement.text, types: parameters.map(\.type))))
        }
        guard !isBroken else { throw connectionLost() }
        try canceller.beginStatement()
        let answer = PQenterPipelineMode(connection) == 1 ? runPipeline(statements, names) : nil
        let wasCancelled = canceller.endStatement()
        guard let answer else { throw failureWithoutResult() }
        guard let (index, failure) = answer.failure else { return answer.affectedRows }
        defer { PQclear(failure) }
        throw error(in: failure, of: statements[index].statement, wasCancelled: wasCancelled)
            ?? .misuse("a statement of the pipeline gave neither rows nor an error")
    }

    private struct PipelineAnswer {
        var affectedRows: [Int] = []
        /// The first statement that failed, and what was said about it.
        var failure: (index: Int, result: OpaquePointer)?
    }

    /// Nil when the connection breaks or libpq refuses.
    private func runPipeline(
        _ statements: [(statement: SQLStatement, parameters: [Parameter])], _ names: [String]
    ) -> PipelineAnswer? {
        var answer = PipelineAnswer()
        var isSound = true
        for start in stride(from: 0, to: statements.count, by: Self.pipelineDepth) where answer.failure == nil
        {
            let end = min(start + Self.pipelineDepth, statements.count)
            for index in start..<end where isSound {
                isSound = send(names[index], statements[index].parameters)
            }
            isSound = isSound && PQsendFlushRequest(connection) == 1
            for index in start..<end where isSound {
                isSound = read(index, into: &answer)
            }
            if !isSound { break }
        }
        return closePipeline() && isSound ? answer : nil
    }

    private func send(_ name: String, _ parameters: [Parameter]) -> Bool {
        ParameterBlock(parameters).withPointers { values, lengths, formats in
            PQsendQueryPrepared(
                connection, name, Int32(parameters.count), values, lengths, formats, 1) == 1
        }
    }

    /// One statement's result and the nil that ends it. The first failure makes the server skip all that follow.
    private func read(_ index: Int, into answer: inout PipelineAnswer) -> Bool {
        guard let result = PQgetResult(connection) else { return false }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
            answer.affectedRows.append(Self.affectedRows(result))
            PQclear(result)
        case PGRES_PIPELINE_ABORTED:
            PQclear(result)
        default:
            if answer.failure == nil { answer.failure = (index, result) } else { PQclear(result) }
        }
        while let rest = PQgetResult(connection) { PQclear(rest) }
        return !isBroken
    }

    /// Commits (or, after a failure, rolls back) the pipeline and returns to normal mode.
    private func closePipeline() -> Bool {
        guard PQpipelineSync(connection) == 1 else { return false }
        while !isBroken {
            guard let result = PQgetResult(connection) else { continue }
            defer { PQclear(result) }
            if PQresultStatus(result) == PGRES_PIPELINE_SYNC { break }
        }
        return !isBroken && PQexitPipelineMode(connection) == 1
    }
}
