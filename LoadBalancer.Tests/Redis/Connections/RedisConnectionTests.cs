using CsCheck;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Redis.Connections;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Redis.Connections;

public sealed class RedisConnectionTests
{
    private const string Setting = "ConnectionStrings:redis";
    private const int LongestPiece = 4;

    /// <summary>Random passwords. No message contains four of their characters in a row, unless it leaks a password.</summary>
    private static readonly Gen<string> Password = OneOf([.. "QZXJ0789%,@:/?#[]=!$&;\"'\\<>{}|^~`+ éß漢"]).Array[LongestPiece, 24].Select(
        characters => new string(characters));

    private static readonly Gen<string> Form = OneOf(
        "redis://:{0}@host",
        "redis://user:{0}@host:1/0?ssl=true",
        "rediss://{0}@host",
        "redis://host/{0}",
        "redis://host?x={0}",
        "http://:{0}@host",
        "host:1,password={0}",
        "host:1,password={0},ssl=true",
        "host:1,ssl={0}",
        "host:1,{0}",
        "{0}");

    [Theory]
    [InlineData("redis://host", "host:6379", null, null, false, null)]
    [InlineData("redis://host:1234", "host:1234", null, null, false, null)]
    [InlineData("redis://host:", "host:6379", null, null, false, null)]
    [InlineData("REDIS://host/", "host:6379", null, null, false, null)]
    [InlineData(" redis://host/3\n", "host:6379", null, null, false, 3)]
    [InlineData("rediss://host", "host:6379", null, null, true, null)]
    [InlineData("rediss://user:secret@host:1/0?abortConnect=false", "host:1", "user", "secret", true, 0)]
    [InlineData("redis://:secret@host", "host:6379", null, "secret", false, null)]
    [InlineData("redis://user:@host", "host:6379", "user", null, false, null)]
    [InlineData("redis://@host", "host:6379", null, null, false, null)]
    [InlineData("redis://us%3Aer:a%2Cb%40c%2F%25%23%3F%20%C3%A9@host", "host:6379", "us:er", "a,b@c/%#? é", false, null)]
    [InlineData("redis://:a,b@c:d=e@host", "host:6379", null, "a,b@c:d=e", false, null)]
    [InlineData("redis://:p@[::1]", "[::1]:6379", null, "p", false, null)]
    [InlineData("redis://:p@[::1]:7/2", "[::1]:7", null, "p", false, 2)]
    [InlineData("redis://127.0.0.1:7", "127.0.0.1:7", null, null, false, null)]
    [InlineData("redis://h%6Fst_1.example.org", "host_1.example.org:6379", null, null, false, null)]
    [InlineData("redis://a:1,b:2?serviceName=lb&db=4", "a:1,b:2", null, null, false, 4)]
    [InlineData("host", "host:0", null, null, false, null)]
    [InlineData("host:1", "host:1", null, null, false, null)]
    [InlineData("host:1, other:2,password=secret,user=u,ssl=true", "host:1,other:2", "u", "secret", true, null)]
    [InlineData("host:1,password=a=b,defaultDatabase=5", "host:1", null, "a=b", false, 5)]
    [InlineData("[::1]:1,password=%2C", "[::1]:1", null, "%2C", false, null)]
    [InlineData("!/run/redis.sock,password=x", "!/run/redis.sock", null, "x", false, null)]
    public void Parse_AllowedForms_AreUnderstood(string text, string endpoints, string? user, string? password, bool isTls, int? database)
    {
        var connection = RedisConnection.Parse(Setting, text);
        var options = ConfigurationOptions.Parse(connection.ClientOptions);
        connection.Configure(options);

        Assert.Equal(endpoints, string.Join(',', options.EndPoints.Select(Format)));
        Assert.Equal((user, password, isTls, database), (options.User, options.Password, options.Ssl, options.DefaultDatabase));
        Assert.Equal(2_000, options.ConnectTimeout);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("ssl=true")]
    [InlineData("host:1,password=hush,hush")]
    [InlineData("host:1,password=hush,")]
    [InlineData("host:1,password=hush,hush=1")]
    [InlineData("host:1,connectTimeout=hush")]
    [InlineData("host:hush")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("user:hush@host:1")]
    [InlineData("http://host:1")]
    [InlineData("tcp://:hush@host:1")]
    [InlineData("redis:hush")]
    [InlineData("!")]
    [InlineData("-h")]
    [InlineData("redis://")]
    [InlineData("redis://hush@host")]
    [InlineData("redis://:hush@")]
    [InlineData("redis://:hush@host:hush")]
    [InlineData("redis://:hush@host:65536")]
    [InlineData("redis://:hush@ho st")]
    [InlineData("redis://:hush@[::1")]
    [InlineData("redis://:hush@[hush]")]
    [InlineData("redis://:hu/sh@host")]
    [InlineData("redis://:hu?sh@host")]
    [InlineData("redis://:hu#sh@host")]
    [InlineData("redis://:hush%@host")]
    [InlineData("redis://:hush%zz@host")]
    [InlineData("redis://:hush%ff@host")]
    [InlineData("redis://host/hush")]
    [InlineData("redis://host/0/1")]
    [InlineData("redis://host/99999999999")]
    [InlineData("redis://host?hush=1")]
    [InlineData("redis://host?hush")]
    [InlineData("redis://host?password=hush")]
    [InlineData("redis://host?ssl=hush")]
    [InlineData("redis://host?ssl=true%2Cpassword=hush")]
    public void Parse_AnythingElse_IsRejectedInOneSentenceWithoutTheInput(string text)
    {
        var problem = Assert.Throws<SettingException>(() => RedisConnection.Parse(Setting, text));

        Assert.StartsWith($"{Setting} ", problem.Message, StringComparison.Ordinal);
        Assert.EndsWith($"; it must be {RedisConnection.AllowedText}.", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
        Assert.DoesNotContain("hush", problem.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Parse_UrlOfAnyPassword_IsThatPassword() => Password.Sample(password =>
    {
        var connection = RedisConnection.Parse(Setting, $"redis://:{Uri.EscapeDataString(password)}@host/1");

        Assert.Equal(password, connection.Password);
        Assert.Equal(password, connection.ToOptions().Password);
        AssertShowsNothing(password, connection.ToString());
        AssertShowsNothing(password, connection.Endpoints);
    });

    [Fact]
    public void Parse_AnyPasswordAsItIs_IsNeverInAMessage() => Gen.Select(Password, Form)
        .Sample((password, form) =>
        {
            try
            {
                RedisConnection.Parse(Setting, form.Replace("{0}", password, StringComparison.Ordinal));
            }
            catch (SettingException problem)
            {
                AssertShowsNothing(password, problem.ToString().Split('\n')[0]);
            }
        });

    [Fact]
    public void Read_PasswordApart_IsAdded()
    {
        Assert.Equal(("user", "a,b "), Credentials("redis://user@host", "a,b "));
        Assert.Equal(("user", "x"), Credentials("host:1,user=user", "x"));
        Assert.Equal((null, "x"), Credentials("redis://host", "x\r\n"));
    }

    [Theory]
    [InlineData("host:1,password=hush")]
    [InlineData("redis://:hush@host")]
    public void Read_PasswordTwice_IsRejected(string text)
    {
        var problem = Assert.Throws<SettingException>(() => Credentials(text, "hush"));

        Assert.StartsWith($"{Setting} has a password, and Redis:Password", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", problem.Message, StringComparison.Ordinal);
    }

    private static (string? User, string? Password) Credentials(string text, string password)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>(RedisPassword.Key, password)])
            .Build();
        var connection = RedisConnection.Read(Setting, text, configuration);
        return (connection.User, connection.Password);
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Format(System.Net.EndPoint endpoint) => endpoint switch
    {
        System.Net.DnsEndPoint name => FormattableString.Invariant($"{name.Host}:{name.Port}"),
        System.Net.Sockets.UnixDomainSocketEndPoint socket => $"!{socket}",
        _ => endpoint.ToString()!,
    };

    private static void AssertShowsNothing(string password, string message)
    {
        for (var i = 0; i + LongestPiece <= password.Length; i++)
        {
            Assert.DoesNotContain(password.Substring(i, LongestPiece), message, StringComparison.Ordinal);
        }
    }
}
