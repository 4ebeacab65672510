namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>What becomes of each message: in one piece, behind a good one, and one byte after the other.</summary>
public sealed class MessageTests(LanePerPath lanes) : IClassFixture<LanePerPath>
{
    private const int LongestByteByByte = 1_000;

    private static readonly SeenRequest First = new("GET", "/first");

    public static TheoryData<string> Names => [.. RequestMessages.All.Select(message => message.Name)];

    /// <summary>
    /// On both paths. Not those that a client cuts off through YARP: Kestrel takes a client that has closed its side for one that has
    /// left, and may end the good request before it is answered.
    /// </summary>
    public static TheoryData<ForwardingPath, string> NamesByPath =>
    [
        .. from path in Enum.GetValues<ForwardingPath>()
           from message in RequestMessages.All
           where path == ForwardingPath.Relay || message.Outcome != MessageOutcome.Cut
           select (path, message.Name),
    ];

    public static TheoryData<string> ShortNames =>
        [.. RequestMessages.All.Where(message => message.Text.Length <= LongestByteByByte).Select(message => message.Name)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Message_InOnePiece_IsForwardedUnchangedOrRefused(string name)
    {
        var message = RequestMessages.Named(name);

        var result = await SendAsync(ForwardingPath.Relay, message, [message.Text + FollowerOf(message)]);

        Judgement.Pass(message, [], result);
    }

    [Theory]
    [MemberData(nameof(NamesByPath))]
    public async Task Message_BehindAGoodOne_IsForwardedUnchangedOrRefused(ForwardingPath path, string name)
    {
        var message = RequestMessages.Named(name);

        var result = await SendAsync(path, message, [Wire.Line("GET /first HTTP/1.1") + message.Text + FollowerOf(message)]);

        Judgement.Pass(message, [First], result);
    }

    [Theory]
    [MemberData(nameof(ShortNames))]
    public async Task Message_ByteByByte_IsForwardedUnchangedOrRefused(string name)
    {
        var message = RequestMessages.Named(name);
        string[] parts = [.. message.Text.Select(character => character.ToString()), FollowerOf(message)];

        var result = await SendAsync(ForwardingPath.Relay, message, parts);

        Judgement.Pass(message, [], result);
    }

    private static string FollowerOf(RequestMessage message) => message.Outcome == MessageOutcome.Cut ? "" : MessageLane.Follower;

    private Task<MessageResult> SendAsync(ForwardingPath path, RequestMessage message, IEnumerable<string> parts) =>
        lanes[path].SendAsync(parts, message.Outcome == MessageOutcome.Cut, Token);
}
