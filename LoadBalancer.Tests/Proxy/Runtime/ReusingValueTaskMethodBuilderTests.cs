using System.Runtime.CompilerServices;
using LoadBalancer.Proxy.Runtime;

namespace LoadBalancer.Tests.Proxy.Runtime;

/// <summary>Tests that async methods behave as with the runtime's own builder, although their boxes are reused.</summary>
public sealed class ReusingValueTaskMethodBuilderTests
{
    private static readonly AsyncLocal<string> Scope = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Method_CompletesSynchronously_ReturnsItsResultAtOnce()
    {
        var task = AddAsync(new(1), 2);

        Assert.True(task.IsCompletedSuccessfully);
        Assert.Equal(3, await task);
    }

    [Fact]
    public async Task Method_Waits_ReturnsItsResultAfterwards()
    {
        var signal = new TaskCompletionSource<int>();
        var task = AddAsync(new(signal.Task), 2);
        Assert.False(task.IsCompleted);

        signal.SetResult(5);

        Assert.Equal(7, await task);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Method_Throws_ThrowsToTheAwaiter(bool waits)
    {
        var signal = new TaskCompletionSource<int>();
        var failing = FailAsync(waits ? new(signal.Task) : new(1));
        signal.SetResult(1);

        var failure = await Assert.ThrowsAsync<FormatException>(async () => await failing);

        Assert.Equal("1", failure.Message);
    }

    [Fact]
    public async Task Method_Cancelled_ThrowsToTheAwaiter()
    {
        using var source = new CancellationTokenSource();
        var signal = new TaskCompletionSource<int>();
        await using var registration = source.Token.UnsafeRegister(_ => signal.TrySetCanceled(source.Token), state: null);
        var waiting = AddAsync(new(signal.Task), 1);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
    }

    [Fact]
    public async Task Context_OfTheCaller_FlowsAcrossAnAwaitAndIsUnchangedByTheMethod()
    {
        Scope.Value = "caller";
        var signal = new TaskCompletionSource<int>();

        var task = ScopedAsync(signal.Task);
        Assert.Equal("caller", Scope.Value);
        await Task.Run(() =>
        {
            Scope.Value = "other";
            signal.SetResult(1);
            Assert.Equal("other", Scope.Value);
        }, Token);

        Assert.Equal(("caller", "method"), await task);
        Assert.Equal("caller", Scope.Value);
    }

    [Fact]
    public async Task Result_TakenTwice_Throws()
    {
        var signal = new TaskCompletionSource<int>();
        var task = AddAsync(new(signal.Task), 1);
        signal.SetResult(1);
#pragma warning disable CA2012 // Awaiting the value task twice is what this test is about.
        Assert.Equal(2, await task);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await task);
#pragma warning restore CA2012
    }

    [Fact]
    public async Task Calls_FromManyThreads_ReturnTheirOwnResults()
    {
        var sums = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(
            async () =>
            {
                var wrong = 0;
                for (var i = 0; i < 5_000; i++)
                {
                    wrong += await OuterAsync(worker * 10_000 + i) == (worker * 10_000) + i + 2 ? 0 : 1;
                }

                return wrong;
            },
            Token)));

        Assert.Equal(new int[8], sums);
    }

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private static async ValueTask<int> AddAsync(ValueTask<int> left, int right) => await left + right;

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private static async ValueTask<int> FailAsync(ValueTask<int> wait) => throw new FormatException($"{await wait}");

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private static async ValueTask<(string? Before, string? After)> ScopedAsync(Task<int> wait)
    {
        var before = Scope.Value;
        Scope.Value = "method";
        await wait.ConfigureAwait(false);
        return (before, Scope.Value);
    }

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private static async ValueTask<int> OuterAsync(int number)
    {
        await Task.Yield();
        return await InnerAsync(number) + 1;
    }

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private static async ValueTask<int> InnerAsync(int number)
    {
        await Task.Yield();
        return number + 1;
    }
}
