using LoadBalancer.Gateway.WarmUp;

namespace LoadBalancer.Tests.Gateway.WarmUp;

public sealed class WarmUpExchangeTests
{
    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, WarmUpExchange.All.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Find_Request_IsFoundOnceComplete(int number)
    {
        var exchange = WarmUpExchange.All[number];

        for (var length = 0; length < exchange.Request.Length; length++)
        {
            Assert.Null(WarmUpExchange.Find(exchange.Request.Span[..length]));
        }

        Assert.Same(exchange, WarmUpExchange.Find(exchange.Request.Span));
    }

    [Fact]
    public void Find_AnotherRequest_IsNotFound() => Assert.Null(WarmUpExchange.Find("GET /9 HTTP/1.1\r\nHost: warm-up\r\n\r\n"u8));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void IsWhole_Response_IsTrueOnceComplete(int number)
    {
        var exchange = WarmUpExchange.All[number];

        for (var length = 0; length < exchange.Response.Length; length++)
        {
            Assert.False(exchange.IsWhole(exchange.Response.Span[..length]));
        }

        Assert.True(exchange.IsWhole(exchange.Response.Span));
    }
}
