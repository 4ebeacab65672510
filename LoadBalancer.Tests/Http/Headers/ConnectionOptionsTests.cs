using System.Text;
using LoadBalancer.Http.Headers;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Http.Headers;

public sealed class ConnectionOptionsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("close", "")]
    [InlineData("Keep-Alive, Upgrade", "")]
    [InlineData("close, X-Hop,x-other", "X-Hop x-other")]
    [InlineData(", ,\tX-Hop ,", "X-Hop")]
    [InlineData("a b, \u00e9", "")]
    [InlineData("Host, content-length, Transfer-Encoding", "")]
    public void FieldsIn_Options_AreThoseThatNameFields(string connection, string names)
    {
        Assert.Equal(names, string.Join(' ', ConnectionOptions.FieldsIn(Encoding.Latin1.GetBytes(connection), out _)));
    }

    [Fact]
    public void FieldsIn_CommonOptions_AllocatesNothing()
    {
        var usual = "keep-alive, Upgrade"u8.ToArray();

        Assert.Equal(0, Allocations.Of(() => ConnectionOptions.FieldsIn(usual, out _)));
    }
}
