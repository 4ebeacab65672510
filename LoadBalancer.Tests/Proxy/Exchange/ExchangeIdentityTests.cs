using LoadBalancer.Proxy.Exchange;

namespace LoadBalancer.Tests.Proxy.Exchange;

public sealed class ExchangeIdentityTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ExchangeIdentity _identity = new();
    private int _acts;

    [Fact]
    public void TryAct_WithinTheExchange_Acts()
    {
        _identity.Begin();

        Assert.True(TryAct(_identity.Current));
        Assert.True(TryAct(_identity.Current));

        Assert.Equal(2, _acts);
    }

    [Fact]
    public void TryAct_ExchangeHasEnded_DoesNothing()
    {
        _identity.Begin();
        var exchange = _identity.Current;
        _identity.End();

        Assert.False(TryAct(exchange));
        Assert.False(TryAct(_identity.Current));
        Assert.Equal(0, _acts);
    }

    [Fact]
    public void TryAct_NextExchangeHasBegun_DoesNothing()
    {
        _identity.Begin();
        var exchange = _identity.Current;
        _identity.Renew();

        Assert.False(TryAct(exchange));
        Assert.True(TryAct(_identity.Current));
        Assert.Equal(1, _acts);
    }

    [Fact]
    public void TryAct_BeforeTheFirstExchange_DoesNothing() => Assert.False(TryAct(_identity.Current));

    [Fact]
    public void TryAct_AnotherActIsInProgress_DoesNothing()
    {
        _identity.Begin();
        var exchange = _identity.Current;

        Assert.True(_identity.TryAct(exchange, () => Assert.False(TryAct(exchange) || TryAct(_identity.Current))));
        Assert.Equal(0, _acts);
    }

    [Fact]
    public void TryAct_ActThrows_IsOver()
    {
        _identity.Begin();

        Assert.Throws<InvalidOperationException>(() => _identity.TryAct(_identity.Current, () => throw new InvalidOperationException()));
        _identity.Renew();

        Assert.True(TryAct(_identity.Current));
    }

    /// <summary>An act may go on with the exchange itself, where what it ends is awaited inline.</summary>
    [Fact]
    public void End_ByTheAct_DoesNotWaitForIt()
    {
        _identity.Begin();

        Assert.True(_identity.TryAct(_identity.Current, _identity.Renew));

        Assert.True(TryAct(_identity.Current));
        _identity.End();
        Assert.False(TryAct(_identity.Current));
    }

    [Fact]
    public async Task End_ActIsInProgress_WaitsForIt()
    {
        var token = TestContext.Current.CancellationToken;
        using var acts = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        _identity.Begin();
        var exchange = _identity.Current;
        var act = Task.Run(
            () => _identity.TryAct(
                exchange,
                () =>
                {
                    acts.Set();
                    mayEnd.Wait(Patience);
                    _acts++;
                }),
            token);
        Assert.True(acts.Wait(Patience, token));

        var actsAtTheEnd = Task.Run(
            () =>
            {
                _identity.End();
                return _acts;
            },
            token);
        mayEnd.Set();

        Assert.Equal(1, await actsAtTheEnd.WaitAsync(Patience, token));
        Assert.True(await act);
    }

    private bool TryAct(long exchange) => _identity.TryAct(exchange, () => _acts++);
}
