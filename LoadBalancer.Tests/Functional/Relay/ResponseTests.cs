using System.Collections.Concurrent;
using System.Net.Sockets;
using LoadBalancer.Tests.Functional.Messages;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>
/// Tests what happens to each response: the client receives it unchanged or can tell that there is none, and no other client receives any
/// part of it.
/// </summary>
public sealed class ResponseTests : IAsyncLifetime
{
    private const string Second = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond";

    private readonly ConcurrentDictionary<string, int> _connectionOf = new(StringComparer.Ordinal);
    private RelaySetup _setup = null!;
    private int _connections;
    private volatile ResponseMessage _message = ResponseMessages.All[0];
    private volatile bool _inPieces;
    private volatile int _length = int.MaxValue;

    public static TheoryData<string> Names => [.. ResponseMessages.All.Select(message => message.Name)];

    /// <summary>
    /// The messages that can be sent byte by byte. Those with bytes after their end are excluded, because the gateway cannot know of bytes
    /// that have not arrived.
    /// </summary>
    public static TheoryData<string> ShortNames => [.. ResponseMessages.All
        .Where(message => message.Text.Length < 1_000
            && (message.Outcome != ResponseOutcome.PassedAndClosed || ResponseReader.Read(message.Text, message.Method).Rest.Length == 0))
        .Select(message => message.Name)];

    public async ValueTask InitializeAsync() =>
        _setup = await RelaySetup.StartAsync(ServeAsync, ("Gateway:Health:ConsecutiveFailures", "1000"));

    public ValueTask DisposeAsync() => _setup.DisposeAsync();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Response_InOnePiece_PassesUnchangedOrFailsVisibly(string name)
    {
        _message = ResponseMessages.Named(name);

        await PassAsync();
    }

    [Theory]
    [MemberData(nameof(ShortNames))]
    public async Task Response_ByteByByte_PassesUnchangedOrFailsVisibly(string name)
    {
        (_message, _inPieces) = (ResponseMessages.Named(name), true);

        await PassAsync();
    }

    [Theory]
    [InlineData("an ordinary response")]
    [InlineData("trailers")]
    [InlineData("extensions, which are removed")]
    [InlineData("103")]
    [InlineData("to be closed")]
    public async Task Response_CutAnywhere_IsNeverTakenAsComplete(string name)
    {
        var message = ResponseMessages.Named(name);
        for (var length = 0; length < message.Text.Length; length++)
        {
            (_message, _length) = (message with { Closes = true }, length);

            var text = await _setup.ExchangeAsync(RelaySetup.Get());

            Assert.True(IsSeenToBeNone(text), $"{message} cut after {length}: {text}");
        }
    }

    private async Task PassAsync()
    {
        var text = await _setup.ExchangeAsync($"{_message.Method} /first HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n");
        var second = await _setup.RespondToAsync(RelaySetup.Get("/second"));

        Assert.Equal("second", second.Content);
        var isReused = _connectionOf["/first"] == _connectionOf["/second"];
        Assert.True(_message.Outcome == ResponseOutcome.Passed || !isReused, $"{_message}: its connection is used again.");
        if (_message.Outcome == ResponseOutcome.BrokenOff)
        {
            // The end of the connection may overtake what was relayed before it, which is acceptable.
            Assert.True(IsSeenToBeNone(text), $"{_message}: {text}");
            return;
        }

        var response = ResponseReader.Read(text, _message.Method);
        Assert.True(response.IsWhole && response.Rest.Length == 0, $"{_message}: {text}");
        Assert.Equal(
            (_message.Status, _message.Outcome == ResponseOutcome.Rejected),
            (response.Status, response.ValuesOf("Content-Type") is ["application/problem+json"]));
        if (_message.Outcome != ResponseOutcome.Rejected)
        {
            AssertUnchanged(response);
        }
    }

    private void AssertUnchanged(ReadResponse response)
    {
        var sent = ResponseReader.Read(_message.Text, _message.Method);
        Assert.Equal(_message.Content, response.Content);
        Assert.Equal(sent.Reason, response.Reason);
        Assert.Equal(_message.LosesTrailers ? [] : sent.Trailers, response.Trailers);
        Assert.Equal(sent.Fields.Where(IsForClients), response.Fields.Where(IsTheServers));
        Assert.Equal(
            sent.Interim.Where(interim => interim.Status != 100).SelectMany(interim => interim.Fields),
            response.Interim.SelectMany(interim => interim.Fields.Where(IsTheServers)));
    }

    private bool IsForClients(string field) =>
        !field.StartsWith("Connection:", StringComparison.Ordinal) && !field.StartsWith("Transfer-Encoding:", StringComparison.Ordinal)
        && !(_message.Status == 204 && field.StartsWith("Content-Length:", StringComparison.Ordinal));

    private static bool IsTheServers(string field) =>
        !field.StartsWith("Connection:", StringComparison.Ordinal) && !field.StartsWith("Transfer-Encoding:", StringComparison.Ordinal)
        && !field.StartsWith("Via:", StringComparison.Ordinal) && !field.StartsWith("Date:", StringComparison.Ordinal);

    private static bool IsSeenToBeNone(string text)
    {
        if (!text.Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            return true;
        }

        try
        {
            var response = ResponseReader.Read(text);
            return response.Status == 502 || !response.IsWhole;
        }
        catch (FormatException)
        {
            // Only interim responses arrived and no final one, so the client can tell that the response is missing.
            return text.StartsWith("HTTP/1.1 1", StringComparison.Ordinal);
        }
    }

    private async Task ServeAsync(NetworkStream stream, CancellationToken stop)
    {
        stream.Socket.NoDelay = true;
        var connection = Interlocked.Increment(ref _connections);
        var reader = new RequestReader(stream);
        while (await reader.ReadAsync(stop) is { } request)
        {
            _connectionOf[request.Target] = connection;
            var (message, isFirst) = (_message, !string.Equals(request.Target, "/second", StringComparison.Ordinal));
            var text = isFirst ? message.Text[..Math.Min(_length, message.Text.Length)] : Second;
            foreach (var piece in isFirst && _inPieces ? text.Select(character => character.ToString()) : [text])
            {
                await stream.WriteTextAsync(piece, stop);
            }

            if (isFirst && message.Closes)
            {
                return;
            }
        }
    }
}
