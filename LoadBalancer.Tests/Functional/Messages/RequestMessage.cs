namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>Bytes that a client sends, and the expected outcome.</summary>
/// <param name="Name">What is special about the message; unique.</param>
/// <param name="Rfc">The RFC section that applies.</param>
/// <param name="Text">The bytes, as Latin-1.</param>
/// <param name="Outcome">What the gateway does with them.</param>
/// <param name="Statuses">The allowed statuses of the gateway's own response, if it does not forward the message.</param>
/// <param name="Seen">The requests that a server must have seen, in order. Anything rejected comes after them.</param>
/// <param name="ConnectionState">The state of the connection afterwards.</param>
internal sealed record RequestMessage(
    string Name, string Rfc, string Text, MessageOutcome Outcome, int[] Statuses, SeenRequest[] Seen, ConnectionState ConnectionState)
{
    private const int BadRequest = 400;

    public static RequestMessage Accepted(string name, string rfc, string text, params SeenRequest[] seen) =>
        new(name, rfc, text, MessageOutcome.Accepted, [], seen, ConnectionState.Open);

    public static RequestMessage AcceptedAndClosed(string name, string rfc, string text, params SeenRequest[] seen) =>
        Accepted(name, rfc, text, seen) with { ConnectionState = ConnectionState.Closed };

    /// <summary>Creates a message that is rejected, by default with 400; the connection is closed.</summary>
    public static RequestMessage Rejected(string name, string rfc, string text, params int[] statuses) =>
        new(name, rfc, text, MessageOutcome.Rejected, statuses is [] ? [BadRequest] : statuses, [], ConnectionState.Closed);

    /// <summary>Creates a message that is rejected for what follows its head; a server may have seen that head.</summary>
    public static RequestMessage BrokenOff(string name, string rfc, string text, params int[] statuses) =>
        Rejected(name, rfc, text, statuses) with { Outcome = MessageOutcome.BrokenOff };

    /// <summary>Creates good requests followed by something that is rejected.</summary>
    public static RequestMessage RejectedAfter(string name, string rfc, string text, params SeenRequest[] seen) =>
        Rejected(name, rfc, text) with { Seen = seen };

    /// <summary>Creates a well-formed message that the gateway responds to itself; the connection may stay open or be closed.</summary>
    public static RequestMessage Declined(string name, string rfc, string text, params int[] statuses) =>
        new(name, rfc, text, MessageOutcome.Declined, statuses, [], ConnectionState.Either);

    /// <summary>Creates an incomplete message, after whose last byte the client closes its side.</summary>
    public static RequestMessage Cut(string name, string rfc, string text) =>
        new(name, rfc, text, MessageOutcome.Cut, [], [], ConnectionState.Closed);

    public override string ToString() => $"{Name} ({Rfc})";
}
