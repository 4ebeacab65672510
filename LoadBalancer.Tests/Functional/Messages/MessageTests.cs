namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>Sends each message in one piece, after a good request, and byte by byte.</summary>
public sealed class MessageTests(LanePerPath lanes) : IClassFixture<LanePerPath>
{
    private const int LongestByteByByte = 1_000;

    private static readonly SeenRequest First = new("GET", "/first");

    public static TheoryData<string> Names => [.. RequestMessages.All.Select(message => message.Name)];

    public static TheoryData<ForwardingPath, string> NamesByPath =>
    [
        .. from path in Enum.GetValues<ForwardingPath>()
           from message in RequestMessages.All
           select (path, message.Name),
    ];

    public static TheoryData<string> ShortNames =>
        [.. RequestMessages.All.Where(message => message.Text.Length <= LongestByteByByte).Select(message => message.Name)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Message_InOnePiece_IsForwardedUnchangedOrRejected(string name)
    {
        var message = RequestMessages.Named(name);

        var result = await SendAsync(ForwardingPath.Relay, message, [message.Text + FollowerOf(message)]);

        MessageAssert.Passes(message, [], result);
    }

    [Theory]
    [MemberData(nameof(NamesByPath))]
    public async Task Message_AfterAGoodOne_IsForwardedUnchangedOrRejected(ForwardingPath path, string name)
    {
        var message = RequestMessages.Named(name);

        var result = await SendAsync(path, message, [Wire.Line("GET /first HTTP/1.1") + message.Text + FollowerOf(message)]);

        MessageAssert.Passes(message, [First], result);
    }

    [Theory]
    [MemberData(nameof(ShortNames))]
    public async Task Message_ByteByByte_IsForwardedUnchangedOrRejected(string name)
    {
        var message = RequestMessages.Named(name);
        string[] parts = [.. message.Text.Select(character => character.ToString()), FollowerOf(message)];

        var result = await SendAsync(ForwardingPath.Relay, message, parts);

        MessageAssert.Passes(message, [], result);
    }

    private static string FollowerOf(RequestMessage message) => message.Outcome == MessageOutcome.Cut ? "" : MessageLane.Follower;

    private Task<MessageResult> SendAsync(ForwardingPath path, RequestMessage message, IEnumerable<string> parts) =>
        lanes[path].SendAsync(parts, message.Outcome == MessageOutcome.Cut, Token);
}
