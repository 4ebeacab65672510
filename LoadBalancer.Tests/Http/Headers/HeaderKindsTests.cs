using System.Text;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Tests.Http.Headers;

public sealed class HeaderKindsTests
{
    [Theory]
    [InlineData("host", HeaderKind.Host)]
    [InlineData("HOST", HeaderKind.Host)]
    [InlineData("Content-Length", HeaderKind.ContentLength)]
    [InlineData("te", HeaderKind.Te)]
    [InlineData("Proxy-Authentication-Info", HeaderKind.HopByHop)]
    [InlineData("HTTP2-Settings", HeaderKind.HopByHop)]
    [InlineData("X-Forwarded-For", HeaderKind.ForwardedFor)]
    [InlineData("x-real-ip", HeaderKind.Identity)]
    [InlineData("X_Real-IP", HeaderKind.Identity)]
    [InlineData("x_forwarded_for", HeaderKind.Identity)]
    [InlineData("strict-transport-security", HeaderKind.StrictTransport)]
    [InlineData("Strict_Transport_Security", HeaderKind.Other)]
    [InlineData("Content_Length", HeaderKind.Other)]
    [InlineData("Transfer_Encoding", HeaderKind.Other)]
    [InlineData("Hos", HeaderKind.Other)]
    [InlineData("Hosts", HeaderKind.Other)]
    [InlineData("", HeaderKind.Other)]
    [InlineData("A-name-that-is-longer-than-any-that-is-known", HeaderKind.Other)]
    public void Of_Name_IsItsKindInAnyCase(string name, object kind)
    {
        Assert.Equal((HeaderKind)kind, HeaderKinds.Of(Encoding.ASCII.GetBytes(name)));
    }

    /// <summary>
    /// A new kind needs a line here: whether it identifies the client must be decided explicitly, and not follow from its position in the
    /// enumeration.
    /// </summary>
    [Theory]
    [InlineData(HeaderKind.Other, false)]
    [InlineData(HeaderKind.Host, false)]
    [InlineData(HeaderKind.Connection, false)]
    [InlineData(HeaderKind.ContentLength, false)]
    [InlineData(HeaderKind.TransferEncoding, false)]
    [InlineData(HeaderKind.Te, false)]
    [InlineData(HeaderKind.Upgrade, false)]
    [InlineData(HeaderKind.HopByHop, false)]
    [InlineData(HeaderKind.Expect, false)]
    [InlineData(HeaderKind.MaxForwards, false)]
    [InlineData(HeaderKind.Via, false)]
    [InlineData(HeaderKind.Date, false)]
    [InlineData(HeaderKind.TraceParent, false)]
    [InlineData(HeaderKind.TraceState, false)]
    [InlineData(HeaderKind.StrictTransport, false)]
    [InlineData(HeaderKind.ForwardedFor, true)]
    [InlineData(HeaderKind.ForwardedHost, true)]
    [InlineData(HeaderKind.ForwardedProto, true)]
    [InlineData(HeaderKind.Forwarded, true)]
    [InlineData(HeaderKind.Identity, true)]
    public void IdentifiesClient_EachKind_IsDecided(object kind, bool tells)
    {
        Assert.Equal(tells, HeaderKinds.IdentifiesClient((HeaderKind)kind));
    }

    [Fact]
    public void IdentifiesClient_TheTable_HasEveryKind()
    {
        var decided = typeof(HeaderKindsTests).GetMethod(nameof(IdentifiesClient_EachKind_IsDecided))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false)
            .Cast<InlineDataAttribute>()
            .Select(line => (HeaderKind)line.Data[0]!);

        Assert.Equal(Enum.GetValues<HeaderKind>().Order(), decided.Order());
    }

    [Fact]
    public void Of_AnyName_AllocatesNothing()
    {
        HeaderKinds.Of("X_Forwarded_For"u8);
        var before = GC.GetAllocatedBytesForCurrentThread();

        HeaderKinds.Of("X_Forwarded_For"u8);
        HeaderKinds.Of("Content-Length"u8);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
