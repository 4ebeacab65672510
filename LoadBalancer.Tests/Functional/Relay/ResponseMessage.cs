namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>Bytes that a server sends, and the expected outcome.</summary>
/// <param name="Name">What is special about the message; unique.</param>
/// <param name="Rfc">The RFC section that applies.</param>
/// <param name="Text">The bytes, as Latin-1.</param>
/// <param name="Outcome">What the gateway does with them.</param>
/// <param name="Status">The status that the client receives.</param>
/// <param name="Content">The body that the client receives.</param>
internal sealed record ResponseMessage(string Name, string Rfc, string Text, ResponseOutcome Outcome, int Status, string Content)
{
    private const int BadGateway = 502;

    /// <summary>The method of the request.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Whether the server closes the connection after the response.</summary>
    public bool Closes { get; init; }

    /// <summary>Whether the trailers are fields that are not allowed there, so that the client does not receive them.</summary>
    public bool LosesTrailers { get; init; }

    public static ResponseMessage Passed(string name, string rfc, string text, int status = 200, string content = "") =>
        new(name, rfc, text, ResponseOutcome.Passed, status, content);

    public static ResponseMessage PassedAndClosed(string name, string rfc, string text, int status = 200, string content = "") =>
        new(name, rfc, text, ResponseOutcome.PassedAndClosed, status, content);

    public static ResponseMessage Rejected(string name, string rfc, string text) =>
        new(name, rfc, text, ResponseOutcome.Rejected, BadGateway, "");

    public static ResponseMessage BrokenOff(string name, string rfc, string text, string content = "") =>
        new(name, rfc, text, ResponseOutcome.BrokenOff, 200, content);

    public override string ToString() => $"{Name} ({Rfc})";
}
