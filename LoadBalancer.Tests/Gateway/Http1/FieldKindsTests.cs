using System.Text;
using LoadBalancer.Gateway.Http1;

namespace LoadBalancer.Tests.Gateway.Http1;

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
        Assert.False(FieldKinds.TellsClient(FieldKind.Via));
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
