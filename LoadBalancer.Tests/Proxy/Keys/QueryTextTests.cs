using LoadBalancer.Proxy.Keys;

namespace LoadBalancer.Tests.Proxy.Keys;

public sealed class QueryTextTests
{
    [Theory]
    [InlineData("/?a=1", "1")]
    [InlineData("/?b=2&A=1", "1")]
    [InlineData("/?a=1&a=2", "1,2")]
    [InlineData("/?a", "")]
    [InlineData("/?a&a=1", ",1")]
    [InlineData("/?", "")]
    [InlineData("/", "")]
    [InlineData("/a=1", "")]
    [InlineData("/?&&a=1&", "1")]
    [InlineData("/?a=b=c?d", "b=c?d")]
    [InlineData("/?%61=x%2By+z", "x+y z")]
    [InlineData("/?aa=1", "")]
    [InlineData("/?a=%", "%")]
    [InlineData("/?a=%zz", "%zz")]
    public void Find_Name_IsItsValues(string target, string value)
    {
        Assert.Equal(value, QueryText.Find(target, "a").ToString());
    }
}
