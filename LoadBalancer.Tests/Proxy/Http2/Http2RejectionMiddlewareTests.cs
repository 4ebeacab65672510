using LoadBalancer.Cluster.Recording;
using LoadBalancer.Proxy.Http2;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Http2;

public sealed class Http2RejectionMiddlewareTests
{
    private readonly RequestCounters _counters = new(new(), new(new FakeTimeProvider()));
    private int _served;

    [Fact]
    public async Task Invoke_StreamIsResetAlready_IsDroppedAndCounted()
    {
        await InvokeAsync(new(canceled: true));

        Assert.Equal(0, _served);
        Assert.Equal(1, _counters.Unplaced.Take(0).ClientsLeft + _counters.Unplaced.Take(1).ClientsLeft);
    }

    [Fact]
    public async Task Invoke_StreamIsOpen_IsServed()
    {
        await InvokeAsync(CancellationToken.None);

        Assert.Equal(1, _served);
        Assert.Equal(0, _counters.Unplaced.Take(0).ClientsLeft + _counters.Unplaced.Take(1).ClientsLeft);
    }

    private Task InvokeAsync(CancellationToken aborted)
    {
        var middleware = new Http2RejectionMiddleware(
            _ =>
            {
                _served++;
                return Task.CompletedTask;
            },
            new(),
            _counters,
            TimeProvider.System);
        return middleware.InvokeAsync(new DefaultHttpContext { Request = { Protocol = HttpProtocol.Http2 }, RequestAborted = aborted });
    }
}
