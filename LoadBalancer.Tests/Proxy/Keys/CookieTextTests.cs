using LoadBalancer.Proxy.Keys;

namespace LoadBalancer.Tests.Proxy.Keys;

public sealed class CookieTextTests
{
    [Theory]
    [InlineData("a=1", "1")]
    [InlineData("b=2; a=1", "1")]
    [InlineData("b=2;a=1;a=3", "1")]
    [InlineData(" \ta=1 \t", "1")]
    [InlineData("a=", "")]
    [InlineData("a", "")]
    [InlineData("", "")]
    [InlineData(";;;", "")]
    [InlineData("A=1", "")]
    [InlineData("aa=1; xa=2", "")]
    [InlineData("a=x=y", "x=y")]
    [InlineData("a=\"q\"", "\"q\"")]
    [InlineData("a=%20%C3%A9", " é")]
    [InlineData("a=%", "%")]
    [InlineData("a; a=1", "1")]
    public void Find_Name_IsTheFirstValueOfIt(string cookies, string value)
    {
        Assert.Equal(value, CookieText.Find(cookies, "a").ToString());
    }
}
