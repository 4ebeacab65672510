namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>Bytes that a client sends, and what must come of them.</summary>
/// <param name="Name">What is special about it; unique.</param>
/// <param name="Rfc">The section that decides.</param>
/// <param name="Text">The bytes, as Latin-1.</param>
/// <param name="Outcome">What the gateway does with them.</param>
/// <param name="Statuses">With which of these it answers, where it does not forward.</param>
/// <param name="Seen">The requests that a server then has seen, in order. What is refused comes after them.</param>
/// <param name="Afterwards">What becomes of the connection.</param>
internal sealed record RequestMessage(
    string Name, string Rfc, string Text, MessageOutcome Outcome, int[] Statuses, SeenRequest[] Seen, Afterwards Afterwards)
{
    private const int BadRequest = 400;

    public static RequestMessage Accepted(string name, string rfc, string text, params SeenRequest[] seen) =>
        new(name, rfc, text, MessageOutcome.Accepted, [], seen, Afterwards.Open);

    public static RequestMessage AcceptedAndClosed(string name, string rfc, string text, params SeenRequest[] seen) =>
        Accepted(name, rfc, text, seen) with { Afterwards = Afterwards.Closed };

    /// <summary>Refused, by default with 400; the connection is closed.</summary>
    public static RequestMessage Refused(string name, string rfc, string text, params int[] statuses) =>
        new(name, rfc, text, MessageOutcome.Refused, statuses is [] ? [BadRequest] : statuses, [], Afterwards.Closed);

    /// <summary>Refused for what comes after its head, which a server may have seen.</summary>
    public static RequestMessage BrokenOff(string name, string rfc, string text, params int[] statuses) =>
        Refused(name, rfc, text, statuses) with { Outcome = MessageOutcome.BrokenOff };

    /// <summary>Good requests and then something that is refused.</summary>
    public static RequestMessage RefusedAfter(string name, string rfc, string text, params SeenRequest[] seen) =>
        Refused(name, rfc, text) with { Seen = seen };

    /// <summary>Well formed, but the gateway answers itself; whether the connection goes on is its own affair.</summary>
    public static RequestMessage Declined(string name, string rfc, string text, params int[] statuses) =>
        new(name, rfc, text, MessageOutcome.Declined, statuses, [], Afterwards.Either);

    /// <summary>The client closes after the last byte, within the message.</summary>
    public static RequestMessage Cut(string name, string rfc, string text) =>
        new(name, rfc, text, MessageOutcome.Cut, [], [], Afterwards.Closed);

    public override string ToString() => $"{Name} ({Rfc})";
}
