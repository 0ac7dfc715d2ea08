import API
import ArgumentParser
import Foundation
import HTTPTypes
import JSONText
import Journal
import Listener
import Logging
import Store
import Web

/// One request of a command, as an administrator: over HTTP to the server that has the data directory, or where none
/// runs, to the same API on the directory itself.
enum Exchange {
    /// - Returns: the body of a good answer. A problem goes to standard error and ends the process with 1.
    static func run(
        _ options: SettingOptions,
        _ method: HTTPRequest.Method,
        _ path: String,
        body: JSONValue? = nil,
        ifMatch: String? = nil
    ) async throws -> [UInt8] {
        let (settings, _) = try await reportingFaults { () throws(SettingFaults) in
            try await Settings.read(options)
        }
        var fields = HTTPFields()
        if body != nil { fields[.contentType] = "application/json" }
        if let ifMatch { fields[.ifMatch] = ifMatch }
        let bytes = body?.encoded() ?? []
        let (status, answer) =
            if let holder = Journal.holder(of: settings.dataDirectory) {
                try ask(holder, settings, method, path, fields, bytes)
            } else {
                try await open(settings, method, path, fields, bytes)
            }
        guard (200..<300).contains(status) else {
            printError(String(decoding: answer, as: UTF8.self))
            throw ExitCode.failure
        }
        return answer
    }

    /// Through the running server, with the administrator's token from its file.
    private static func ask(
        _ holder: String,
        _ settings: Settings,
        _ method: HTTPRequest.Method,
        _ path: String,
        _ fields: HTTPFields,
        _ body: [UInt8]
    ) throws -> (Int, [UInt8]) {
        guard let place = Holder.place(in: holder) else {
            printError("data: in use by \(holder), which does not listen yet; try again")
            throw ExitStatus.inUse
        }
        let file = settings.administratorTokenFile ?? settings.dataDirectory + "/admin-token"
        guard let secret = FileManager.default.contents(atPath: file) else {
            printError("\(file): the administrator's token cannot be read")
            throw ExitStatus.configuration
        }
        let token = String(decoding: secret, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        var fields = fields
        fields[.authorization] = "Bearer " + token
        let request = HTTPRequest(method: method, scheme: nil, authority: nil, path: path, headerFields: fields)
        do throws(LocalClient.Failure) {
            let answer = try LocalClient(place: place).send(request, body: body)
            return (answer.status, answer.body)
        } catch {
            printError("\(place.url): \(error)")
            throw ExitCode.failure
        }
    }

    /// On the data directory itself, with a token that lives as long as this command.
    private static func open(
        _ settings: Settings,
        _ method: HTTPRequest.Method,
        _ path: String,
        _ fields: HTTPFields,
        _ body: [UInt8]
    ) async throws -> (Int, [UInt8]) {
        let quiet = Logger(label: "kyogikai") { _ in SwiftLogNoOpLogHandler() }
        let (store, audit) = try await Office.openData(settings, log: quiet, failure: Office.Failure())
        let administrator = try API.newAdministrator(label: "command", environment: .live)
        var apiSettings = settings.api
        apiSettings.administratorToken = ConfiguredToken(secret: administrator.secret)
        let api = API(
            store: store,
            audit: Auditing(audit),
            environment: .live,
            settings: apiSettings,
            log: quiet
        )
        var fields = fields
        fields[.authorization] = "Bearer " + administrator.secret
        let request = WebRequest(
            head: HTTPRequest(method: method, scheme: "http", authority: "localhost", path: path, headerFields: fields),
            clientAddress: "command"
        ) { _ throws(BodyRefusal) in body }
        let response = await api.respond(to: request)
        await store.close()
        await audit.close()
        return (response.head.status.code, response.body)
    }
}
