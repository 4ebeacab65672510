using System.Net;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Proxy.Keys;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace LoadBalancer.Tests.Proxy.Keys;

public sealed class RequestKeyTests
{
    [Theory]
    [InlineData("header:X-Key", "from-header")]
    [InlineData("header:x-key", "from-header")]
    [InlineData("cookie:session", "from-cookie")]
    [InlineData("query:user", "from query")]
    [InlineData("path", "/raw%2Fpath")]
    [InlineData("host", "a.test:8080")]
    [InlineData("client-ip", "192.0.2.7")]
    public void HashOf_EachSource_IsOfItsValue(string source, string key) =>
        AssertKey(key, Request(), source);

    [Fact]
    public void HashOf_SeveralSources_UsesTheFirstOnePresent()
    {
        AssertKey("from-header", Request(), "header:X-Key", "cookie:session");
        AssertKey("from-cookie", Request(), "cookie:session", "header:X-Key");
        AssertKey("from-cookie", Request(), "header:Missing", "query:missing", "cookie:missing", "cookie:session", "path");
        AssertKey("192.0.2.7", Request(), "header:Missing", "client-ip");
    }

    [Fact]
    public void HashOf_EmptyValues_AreIgnored()
    {
        var context = Request();
        context.Request.Headers["X-Key"] = "";
        context.Request.Headers.Cookie = "session=";
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = "/?user=&other";
        context.Request.Host = default;

        AssertKey("192.0.2.7", context, "header:X-Key", "cookie:session", "query:user", "query:other", "host", "client-ip");
    }

    [Fact]
    public void HashOf_AFieldThatOccursSeveralTimes_IsOfItsValuesJoinedWithCommas()
    {
        var context = Request();
        context.Request.Headers["X-Key"] = new StringValues(["one", "two"]);
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = "/?user=1&User=2";

        AssertKey("one,two", context, "header:X-Key");
        AssertKey("1,2", context, "query:user");
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/a%2Fb?c=/d?e", "/a%2Fb")]
    [InlineData("//x/../y?", "//x/../y")]
    [InlineData("*", "*")]
    [InlineData("http://a.test/b?c", "/b")]
    public void HashOf_Path_IsTheRawOneUpToTheQuery(string target, string path)
    {
        var context = Request();
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = target;

        AssertKey(path, context, "path");
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:DB8::1", "2001:db8::/64")]
    [InlineData("::1", "::1")]
    public void HashOf_ClientAddress_IsOfItsCanonicalForm(string address, string key)
    {
        var context = Request();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);

        AssertKey(key, context, "client-ip");
    }

    [Fact]
    public void HashOf_NoKey_SpreadsOverTheWholeRing()
    {
        var context = Request();
        context.Connection.RemoteIpAddress = null;
        var key = Key("header:Missing", "client-ip");

        var hashes = Enumerable.Range(0, 200).Select(_ => HashOf(key, context)).ToArray();

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.Contains(hashes, hash => hash > ulong.MaxValue / 2);
        Assert.Contains(hashes, hash => hash < ulong.MaxValue / 2);
    }

    [Fact]
    public void HashOf_AHeader_AllocatesNothing()
    {
        var context = Request();
        var key = Key("header:X-Key");
        HashOf(key, context);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            HashOf(key, context);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("\u00c3\u00a4", "\u00e4")]
    [InlineData("\u00e4", "\u00e4")]
    [InlineData("a\u00ff", "a\u00ff")]
    public void TryRead_NonAsciiField_IsTheTextOfItsBytes(string field, string key)
    {
        var context = Request();
        context.Request.Headers["X-Key"] = field;

        AssertKey(key, context, "header:X-Key");
    }

    private static void AssertKey(string key, HttpContext context, params string[] sources) =>
        Assert.Equal(KeyHash.Of(key), HashOf(Key(sources), context));

    /// <summary>Computes the hash as the gateway does.</summary>
    private static ulong HashOf(RequestKey key, HttpContext context)
    {
        Span<char> buffer = stackalloc char[RequestKey.BufferLength];
        return key.TryRead(new ContextRequest(context), buffer, out var text)
            ? KeyHash.Of(PlacementAlgorithm.Ring, text)
            : RequestKey.AnyHash();
    }

    private static RequestKey Key(params string[] sources) =>
        new(Options.Create(new KeyOptions { HashKey = sources }), GatewayParts.Trusted());

    private static DefaultHttpContext Request()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers["X-Key"] = "from-header";
        context.Request.Headers.Cookie = "other=1; session=from-cookie";
        context.Request.Host = new("a.test:8080");
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = "/raw%2Fpath?user=from%20query";
        context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
        return context;
    }
}
