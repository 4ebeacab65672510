using System.Text.Json;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Tests.Core.Names;

public sealed class NameConverterTests
{
    [Fact]
    public void Write_Names_AreStringsAndPropertyNames()
    {
        var names = new Dictionary<ServerId, GatewayId> { [new("a")] = new("g"), [new("b+c")] = default };

        Assert.Equal("""{"a":"g","b\u002Bc":""}""", JsonSerializer.Serialize(names));
        Assert.Equal(names, JsonSerializer.Deserialize<Dictionary<ServerId, GatewayId>>("""{"a":"g","b\u002Bc":""}"""));
    }

    [Fact]
    public void Write_AbsentName_IsNull()
    {
        Assert.Equal("""["a",null]""", JsonSerializer.Serialize<ServerId?[]>([new("a"), null]));
        Assert.Equal([new("a"), null], JsonSerializer.Deserialize<ServerId?[]>("""["a",null]""")!);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("true")]
    [InlineData("[\"a\"]")]
    [InlineData("{\"value\":\"a\"}")]
    public void Read_NotAString_IsRejected(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ServerId>(json));

    [Fact]
    public void Equals_EmptyName_IsTheDefault()
    {
        Assert.Equal(default, new ServerId(""));
        Assert.Equal(default, new ServerId(null!));
        Assert.Equal("", default(ServerId).Value);
        Assert.True(Epoch.None.IsNone && new Epoch("").IsNone && !new Epoch("1").IsNone);
        Assert.NotEqual(new ServerId("a"), new ServerId("A"));
    }

    [Fact]
    public void Of_Server_IsItsInstanceOrElseItsUrl()
    {
        var server = new Server { Id = new("a"), Url = "http://a.test", Instance = "1" };

        Assert.Equal("a@1", ServerProcess.Of(server).Value);
        Assert.Equal("a@http://a.test", ServerProcess.Of(server with { Instance = null }).ToString());
        Assert.Equal(server.Id, ServerProcess.Of(server).Server);
        Assert.Equal(new ServerId("a"), new ServerProcess("a@b@c").Server);
    }
}
