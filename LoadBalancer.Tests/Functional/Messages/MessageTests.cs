namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>What becomes of each message: in one piece, behind a good one, and one byte after the other.</summary>
public sealed class MessageTests(MessageFixture fixture) : IClassFixture<MessageFixture>
{
    private const int LongestByteByByte = 1_000;

    private static readonly SeenRequest First = new("GET", "/first");

    public static TheoryData<string> Names => [.. RequestMessages.All.Select(message => message.Name)];

    public static TheoryData<string> ShortNames => [.. RequestMessages.All.Where(message => message.Text.Length <= LongestByteByByte).Select(message => message.Name)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Message_InOnePiece_IsForwardedUnchangedOrRefused(string name)
    {
        var message = RequestMessages.Named(name);

        var result = await SendAsync(message, [message.Text + FollowerOf(message)]);

        Judgement.Pass(message, [], result);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Message_BehindAGoodOne_IsForwardedUnchangedOrRefused(string name)
    {
        var message = RequestMessages.Named(name);

        var result = await SendAsync(message, [Wire.Line("GET /first HTTP/1.1") + message.Text + FollowerOf(message)]);

        Judgement.Pass(message, [First], result);
    }

    [Theory]
    [MemberData(nameof(ShortNames))]
    public async Task Message_ByteByByte_IsForwardedUnchangedOrRefused(string name)
    {
        var message = RequestMessages.Named(name);

        var result = await SendAsync(message, [.. message.Text.Select(character => character.ToString()), FollowerOf(message)]);

        Judgement.Pass(message, [], result);
    }

    private static string FollowerOf(RequestMessage message) => message.Outcome == MessageOutcome.Cut ? "" : MessageLane.Follower;

    private Task<MessageResult> SendAsync(RequestMessage message, IEnumerable<string> parts) =>
        fixture.All[0].SendAsync(parts, message.Outcome == MessageOutcome.Cut, Token);
}
