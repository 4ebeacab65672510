namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>Asserts that the result of a message is the expected one.</summary>
internal static class MessageAssert
{
    private const int Good = 200;

    private static readonly SeenRequest Follower = new("GET", "/follower");

    /// <param name="message">The message that was sent, followed by <see cref="MessageLane.Follower"/> unless it was cut.</param>
    /// <param name="before">The good requests that were sent before it.</param>
    /// <param name="result">The result of the message.</param>
    public static void Passes(RequestMessage message, SeenRequest[] before, MessageResult result)
    {
        SeenRequest[] expected = [.. before, .. message.Seen];
        Assert.True(result.IsClosed, Say("the connection stays open"));
        Assert.True(result.Records.Faults is [], Say("a server receives something that is not a request"));
        Assert.True(
            message.Outcome is MessageOutcome.BrokenOff or MessageOutcome.Cut || result.Records.Fragments is [],
            Say("a server receives part of a request"));

        var statuses = ClientResponses.Read(result.Responses, expected.Select(seen => seen.Method));
        var own = statuses.Skip(expected.Length).ToArray();
        var hasEveryResponse = statuses.Take(expected.Length).Count(status => status == Good) == expected.Length;
        Assert.True(hasEveryResponse || message.Outcome == MessageOutcome.Cut, Say("a good request did not get 200"));
        if (message.Outcome == MessageOutcome.Cut)
        {
            // A client that closes its side may miss responses that are already on their way.
            Assert.True(own.All(status => status >= 400), Say("half a request got a response"));
            own = [];
        }
        else if (message.Outcome != MessageOutcome.Accepted)
        {
            Assert.True(
                own is [var status, ..] && message.Statuses.Contains(status),
                Say($"the response is not {string.Join(" or ", message.Statuses)}"));
            own = own[1..];
        }

        var followed = own is [Good];
        Assert.True(own is [] or [Good], Say("there are more responses than requests"));
        Assert.True(
            message.ConnectionState == ConnectionState.Either || followed == (message.ConnectionState == ConnectionState.Open),
            Say(followed ? "the next request is served" : "the next request got no response"));
        expected = followed ? [.. expected, Follower] : expected;
        Assert.True(result.Records.Requests.Length == expected.Length, Say($"the server did not see {expected.Length} requests"));
        foreach (var (seen, recorded) in expected.Zip(result.Records.Requests))
        {
            Assert.True(IsSame(seen, recorded), Say($"the server did not see {seen}"));
        }

        string Say(string what) =>
            $"""
            {message}: {what}.
            Sent: {Show(message.Text)}
            Responses: {Show(result.Responses)}
            Requests: {Show(string.Join("\n--- ", result.Records.Requests.AsEnumerable()))}
            Fragments: {Show(string.Join("\n--- ", result.Records.Fragments))}
            Faults: {Show(string.Join("\n--- ", result.Records.Faults))}
            """;
    }

    private static bool IsSame(SeenRequest seen, RecordedRequest recorded) =>
        string.Equals(seen.Method, recorded.Method, StringComparison.Ordinal)
        && string.Equals(seen.Target, recorded.Target, StringComparison.Ordinal)
        && string.Equals(seen.Body, recorded.Body, StringComparison.Ordinal)
        && (seen.Host is null || recorded.ValuesOf("Host") is [var host] && string.Equals(host, seen.Host, StringComparison.Ordinal))
        && (seen.Field is null || recorded.Fields.Contains(seen.Field, StringComparer.Ordinal))
        && !recorded.Fields.Any(field => field.StartsWith("X-Trailer", StringComparison.OrdinalIgnoreCase));

    private static string Show(string text)
    {
        const int Longest = 600;
        var shown = string.Concat(text.Take(Longest).Select(character => character switch
        {
            '\r' => "\\r",
            '\n' => "\\n",
            >= ' ' and <= '~' => character.ToString(),
            _ => $"\\x{(int)character:x2}",
        }));
        return text.Length > Longest ? $"{shown} … {text.Length}" : shown;
    }
}
