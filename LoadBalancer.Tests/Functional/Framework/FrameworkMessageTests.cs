using LoadBalancer.Tests.Functional.Messages;

namespace LoadBalancer.Tests.Functional.Framework;

/// <summary>Each message in one piece, without the relay.</summary>
public sealed class FrameworkMessageTests : IAsyncLifetime
{
    private static readonly SeenRequest First = new("GET", "/first");

    private MessageLane _lane = null!;

    /// <summary>Not those that a client cuts off, which closes before it was answered.</summary>
    public static TheoryData<string> Themes => [.. RequestMessages.Themes.Where(theme => theme is not "Cut")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _lane = await MessageLane.StartAsync(relays: false);

    public ValueTask DisposeAsync() => _lane.DisposeAsync();

    [Theory]
    [MemberData(nameof(Themes))]
    public async Task Messages_BehindAGoodOne_AreForwardedUnchangedOrRefused(string theme)
    {
        foreach (var message in RequestMessages.OfTheme(theme))
        {
            var result = await _lane.SendAsync([Wire.Line("GET /first HTTP/1.1") + message.Text + MessageLane.Follower], close: false, Token);

            Judgement.Pass(message, [First], result);
        }
    }
}
