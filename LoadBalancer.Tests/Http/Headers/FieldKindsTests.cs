using System.Text;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Tests.Http.Headers;

public sealed class FieldKindsTests
{
    [Theory]
    [InlineData("host", FieldKind.Host)]
    [InlineData("HOST", FieldKind.Host)]
    [InlineData("Content-Length", FieldKind.ContentLength)]
    [InlineData("te", FieldKind.Te)]
    [InlineData("Proxy-Authentication-Info", FieldKind.OneHop)]
    [InlineData("X-Forwarded-For", FieldKind.ForwardedFor)]
    [InlineData("x-real-ip", FieldKind.Identity)]
    [InlineData("X_Real-IP", FieldKind.Identity)]
    [InlineData("x_forwarded_for", FieldKind.Identity)]
    [InlineData("strict-transport-security", FieldKind.StrictTransport)]
    [InlineData("Strict_Transport_Security", FieldKind.Other)]
    [InlineData("Content_Length", FieldKind.Other)]
    [InlineData("Transfer_Encoding", FieldKind.Other)]
    [InlineData("Hos", FieldKind.Other)]
    [InlineData("Hosts", FieldKind.Other)]
    [InlineData("", FieldKind.Other)]
    [InlineData("A-name-that-is-longer-than-any-that-is-known", FieldKind.Other)]
    public void Of_Name_IsItsKindWhateverItsCase(string name, object kind)
    {
        Assert.Equal((FieldKind)kind, FieldKinds.Of(Encoding.ASCII.GetBytes(name)));
    }

    [Fact]
    public void OfIdentity_EachName_TellsTheClient()
    {
        Assert.All(FieldKinds.OfIdentity, name => Assert.True(FieldKinds.TellsClient(FieldKinds.Of(Encoding.ASCII.GetBytes(name)))));
        Assert.DoesNotContain("Strict-Transport-Security", FieldKinds.OfIdentity);
    }

    /// <summary>A kind that is new needs a line here: whether it tells who the client is must be decided, not follow from its place.</summary>
    [Theory]
    [InlineData(FieldKind.Other, false)]
    [InlineData(FieldKind.Host, false)]
    [InlineData(FieldKind.Connection, false)]
    [InlineData(FieldKind.ContentLength, false)]
    [InlineData(FieldKind.TransferEncoding, false)]
    [InlineData(FieldKind.Te, false)]
    [InlineData(FieldKind.Upgrade, false)]
    [InlineData(FieldKind.OneHop, false)]
    [InlineData(FieldKind.Expect, false)]
    [InlineData(FieldKind.MaxForwards, false)]
    [InlineData(FieldKind.Via, false)]
    [InlineData(FieldKind.Date, false)]
    [InlineData(FieldKind.TraceParent, false)]
    [InlineData(FieldKind.TraceState, false)]
    [InlineData(FieldKind.StrictTransport, false)]
    [InlineData(FieldKind.ForwardedFor, true)]
    [InlineData(FieldKind.ForwardedHost, true)]
    [InlineData(FieldKind.ForwardedProto, true)]
    [InlineData(FieldKind.Forwarded, true)]
    [InlineData(FieldKind.Identity, true)]
    public void TellsClient_EachKind_IsDecided(object kind, bool tells)
    {
        Assert.Equal(tells, FieldKinds.TellsClient((FieldKind)kind));
    }

    [Fact]
    public void TellsClient_TheTable_HasEveryKind()
    {
        var decided = typeof(FieldKindsTests).GetMethod(nameof(TellsClient_EachKind_IsDecided))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false).Cast<InlineDataAttribute>().Select(line => (FieldKind)line.Data[0]!);

        Assert.Equal(Enum.GetValues<FieldKind>().Order(), decided.Order());
    }

    [Fact]
    public void Of_AnyName_AllocatesNothing()
    {
        FieldKinds.Of("X_Forwarded_For"u8);
        var before = GC.GetAllocatedBytesForCurrentThread();

        FieldKinds.Of("X_Forwarded_For"u8);
        FieldKinds.Of("Content-Length"u8);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
