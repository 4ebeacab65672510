using LoadBalancer.Proxy.Keys;

namespace LoadBalancer.Tests.Proxy.Keys;

public sealed class HashKeySourceTests
{
    public static TheoryData<string, string, string> Allowed => new()
    {
        { "header:X-Request-Id", nameof(HashKeyKind.Header), "X-Request-Id" },
        { "header:a:b", nameof(HashKeyKind.Header), "a:b" },
        { "cookie:session", nameof(HashKeyKind.Cookie), "session" },
        { "query:user", nameof(HashKeyKind.Query), "user" },
        { "path", nameof(HashKeyKind.Path), "" },
        { "host", nameof(HashKeyKind.Host), "" },
        { "client-ip", nameof(HashKeyKind.ClientIp), "" },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void TryParse_Allowed_GivesTheKindAndTheName(string text, string kind, string name)
    {
        Assert.True(HashKeySource.TryParse(text, out var source));
        Assert.Equal(new HashKeySource(Enum.Parse<HashKeyKind>(kind), name), source);
    }

    [Theory]
    [InlineData("header:X-Request-Id", "header:x-request-id")]
    [InlineData("query:User", "query:user")]
    [InlineData("cookie:Session", "cookie:Session")]
    [InlineData("path", "path")]
    [InlineData("host", "host")]
    [InlineData("client-ip", "client-ip")]
    [InlineData("client-ip/64", "client-ip")]
    [InlineData("client-ip/128", "client-ip/128")]
    public void ToString_Source_IsEqualForSourcesOfTheSameKey(string text, string canonical)
    {
        Assert.True(HashKeySource.TryParse(text, out var source));
        Assert.Equal(canonical, source.ToString());
    }

    [Theory]
    [InlineData("client-ip", 64)]
    [InlineData("client-ip/1", 1)]
    [InlineData("client-ip/48", 48)]
    [InlineData("client-ip/128", 128)]
    public void TryParse_ClientWithAPrefix_GivesItsLength(string text, int prefix)
    {
        Assert.True(HashKeySource.TryParse(text, out var source));
        Assert.Equal((HashKeyKind.ClientIp, prefix), (source.Kind, source.Prefix));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("header")]
    [InlineData("header:")]
    [InlineData("cookie:")]
    [InlineData("query:")]
    [InlineData("query")]
    [InlineData("path:x")]
    [InlineData("host:")]
    [InlineData("client-ip:4")]
    [InlineData("client-ip/")]
    [InlineData("client-ip/0")]
    [InlineData("client-ip/129")]
    [InlineData("client-ip/ 64")]
    [InlineData("host/64")]
    [InlineData("Header:X")]
    [InlineData("ip")]
    public void TryParse_NotAllowed_GivesNone(string? text)
    {
        Assert.False(HashKeySource.TryParse(text, out var source));
        Assert.Null(source);
    }
}
