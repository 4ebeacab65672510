using LoadBalancer.Cluster.Settings;
using LoadBalancer.Redis.Connections;
using Microsoft.Extensions.Configuration;

namespace LoadBalancer.Tests.Redis.Connections;

public sealed class RedisPasswordTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Read_NothingConfigured_IsNone()
    {
        Assert.Null(Read());
        Assert.Null(Read(("Redis:Password", ""), ("Redis:PasswordFile", "")));
        Assert.Null(Read(("Redis", "a name that only looks like it")));
    }

    [Theory]
    [InlineData("hush", "hush")]
    [InlineData("hush\n", "hush")]
    [InlineData("hush\r\n", "hush")]
    [InlineData("hush\n\n", "hush\n")]
    [InlineData(" a,b=c %40\té\r ", " a,b=c %40\té\r ")]
    public void Read_EitherSetting_IsTakenLiterallyWithoutTheLastLineBreak(string given, string expected)
    {
        File.WriteAllText(_file, given);

        Assert.Equal(expected, Read(("Redis:Password", given)));
        Assert.Equal(expected, Read(("Redis:PasswordFile", _file)));
    }

    [Fact]
    public void Read_Both_IsRejected() => AssertRejected(
        "Redis:Password and Redis:PasswordFile are both set: keep one of them.", ("Redis:Password", "hush"), ("Redis:PasswordFile", _file));

    [Fact]
    public void Read_UnknownKey_IsRejected() =>
        AssertRejected("Redis:Pasword: unknown setting; known settings: Password, PasswordFile.", ("Redis:Pasword", "hush"));

    [Fact]
    public void Read_PasswordInPlaceOfItsFile_IsRejectedWithoutShowingIt() =>
        AssertRejected("Redis:PasswordFile names a file that cannot be read (FileNotFoundException).", ("Redis:PasswordFile", "hush"));

    [Theory]
    [InlineData(new byte[0], "Redis:PasswordFile contains an empty password.")]
    [InlineData(new byte[] { (byte)'\n' }, "Redis:PasswordFile contains an empty password.")]
    [InlineData(new byte[] { (byte)'a', 0, (byte)'b' }, "Redis:PasswordFile contains a NUL character, which is not allowed.")]
    [InlineData(new byte[] { 0xff, 0xfe }, "Redis:PasswordFile names a file that is not UTF-8.")]
    public void Read_FileWithoutAPassword_IsRejected(byte[] content, string expected)
    {
        File.WriteAllBytes(_file, content);

        AssertRejected(expected, ("Redis:PasswordFile", _file));
    }

    [Fact]
    public void Read_FileThatIsTooLong_IsRejected()
    {
        File.WriteAllBytes(_file, new byte[65_537]);

        AssertRejected("Redis:PasswordFile names a file of more than 65536 bytes, which is not a password.", ("Redis:PasswordFile", _file));
    }

    private static string? Read(params (string Key, string Value)[] settings) =>
        RedisPassword.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)))
            .Build());

    private static void AssertRejected(string expected, params (string Key, string Value)[] settings) =>
        Assert.Equal(expected, Assert.Throws<SettingException>(() => Read(settings)).Message);
}
