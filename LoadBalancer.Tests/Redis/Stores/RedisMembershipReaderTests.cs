using LoadBalancer.Core.Membership;
using LoadBalancer.Redis.Stores;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Redis.Stores;

public sealed class RedisMembershipReaderTests
{
    private const string Good =
        """{"v":1,"id":"a","url":"http://a.test","weight":7,"state":"Draining","instance":"p","since":"2026-01-01T12:00:00+00:00"}""";

    private readonly RecordingLogger<RedisMembershipReader> _log = new();
    private readonly RedisMembershipReader _reader;

    public RedisMembershipReaderTests() => _reader = new(_log);

    [Fact]
    public void Read_AGoodRecord_IsTheServer()
    {
        var stored = Read(("server:a", Good));

        Assert.Equal(
            new Server
            {
                Id = new("a"),
                Url = "http://a.test",
                Weight = 7,
                State = ServerState.Draining,
                Instance = "p",
                Since = Changes.Noon,
            },
            Assert.Single(stored.Membership.Servers));
        Assert.Equal(("epoch", 3), (stored.Membership.Epoch.Value, stored.Membership.Version));
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public void Read_Nothing_IsEmptyWithoutAWarning()
    {
        var stored = _reader.Read([]);

        Assert.Empty(stored.Membership.Servers);
        Assert.Equal(0, stored.Membership.Version);
        Assert.True(stored.Version.IsNull);
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public void Read_FieldsOfANewerBuild_AreTolerated()
    {
        Read(("server:a", Good.Replace("\"v\":1", "\"zone\":{\"name\":[1,null]},\"v\":1", StringComparison.Ordinal)));

        Assert.Empty(_log.Entries);
    }

    [Theory]
    [InlineData("server:b", "")]
    [InlineData("server:b", "not json")]
    [InlineData("server:b", "null")]
    [InlineData("server:b", "[]")]
    [InlineData("server:b", "7")]
    [InlineData("server:b", "{}")]
    [InlineData("server:b", "{\"v\":1}")]
    [InlineData("server:b", "{\"v\":2,\"id\":\"b\",\"url\":\"http://b.test\",\"weight\":100}")]
    [InlineData("server:b", "{\"v\":1,\"id\":\"c\",\"url\":\"http://b.test\",\"weight\":100}")]
    [InlineData("server:b", "{\"v\":1,\"id\":\"b\",\"url\":\"ftp://b.test\",\"weight\":100}")]
    [InlineData("server:b", "{\"v\":1,\"id\":\"b\",\"url\":\"http://b.test\",\"weight\":1001}")]
    [InlineData("server:b", "{\"v\":1,\"id\":\"b\",\"url\":\"http://b.test\",\"weight\":\"many\"}")]
    [InlineData("server:b", "{\"v\":1,\"id\":\"b\",\"url\":\"http://b.test\",\"weight\":100,\"state\":\"Asleep\"}")]
    [InlineData("server:b", "{\"v\":1,\"id\":\"b\",\"url\":\"http://b.test\",\"weight\":100,\"state\":9}")]
    [InlineData("server:b c", "{\"v\":1,\"id\":\"b c\",\"url\":\"http://b.test\",\"weight\":100}")]
    [InlineData("server:", "{\"v\":1,\"id\":\"\",\"url\":\"http://b.test\",\"weight\":100}")]
    [InlineData("foreign", "anything")]
    public void Read_AnUnusableField_IsSkippedWithExactlyOneWarning(string field, string content)
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("a", Assert.Single(Read((field, content), ("server:a", Good)).Membership.Servers).Id.Value);
        }

        var warning = Assert.Single(_log.Entries);
        Assert.Equal(LogLevel.Warning, warning.Level);
        Assert.Contains($"'{field.Replace("server:", "", StringComparison.Ordinal)}'", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BytesThatAreNoText_AreSkippedWithOneWarning()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Empty(_reader.Read([new("version", 3), new("server:b", new byte[] { 0xff, 0x00, 0x7b })]).Membership.Servers);
        }

        Assert.Single(_log.Entries);
    }

    [Fact]
    public void Read_AnUnusableFieldThatChanges_WarnsAgain()
    {
        Read(("server:b", "bad"));
        Read(("server:b", "worse"));
        Read(("server:b", "worse"));

        Assert.Equal(2, _log.Entries.Count);
    }

    [Fact]
    public void Read_SeveralUnusableFields_WarnsOfEach()
    {
        Read(("server:b", "bad"), ("server:c", "bad"), ("foreign", "bad"));

        Assert.Equal(3, _log.Entries.Count);
    }

    [Fact]
    public void Read_VersionThatIsNotANumber_Is0WithOneWarning()
    {
        for (var i = 0; i < 3; i++)
        {
            var stored = _reader.Read([new("version", "seven"), new("server:a", Good)]);

            Assert.Equal(0, stored.Membership.Version);
            Assert.Equal("seven", stored.Version);
            Assert.Single(stored.Membership.Servers);
        }

        Assert.Single(_log.Entries);
    }

    [Fact]
    public void Read_TheSameAgain_IsNotParsedAgain()
    {
        var first = Read(("server:a", Good));

        Assert.Same(first, Read(("server:a", Good)));
    }

    [Fact]
    public void Read_OneRecordChanged_ParsesOnlyThatOne()
    {
        var first = Read(("server:a", Good), ("server:b", Good.Replace("\"a\"", "\"b\"", StringComparison.Ordinal)));

        var second = Read(
            ("server:a", Good),
            ("server:b", Good.Replace("\"a\"", "\"b\"", StringComparison.Ordinal).Replace(":7,", ":8,", StringComparison.Ordinal)));

        Assert.Same(first.Membership.Servers[0], second.Membership.Servers[0]);
        Assert.Equal([7, 8], second.Membership.Servers.Select(server => server.Weight));
    }

    [Fact]
    public void Read_RecordUnderAnotherId_IsADifferentServer()
    {
        Read(("server:a", Good));

        Assert.Empty(Read(("server:b", Good)).Membership.Servers);
        Assert.Single(_log.Entries);
    }

    [Fact]
    public void Read_AVersionSpelledOtherwise_IsTheVersionToTheLetter()
    {
        _reader.Read([new("version", "3"), new("server:a", Good)]);

        Assert.Equal("03"u8.ToArray(), (byte[]?)_reader.Read([new("version", "03"), new("server:a", Good)]).Version);
    }

    private StoredMembership Read(params (string Field, string Content)[] fields) => _reader.Read(
        [new("epoch", "epoch"), new("version", 3), .. fields.Select(field => new HashEntry(field.Field, field.Content))]);
}
