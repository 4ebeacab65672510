using LoadBalancer.Proxy.Telemetry.RequestLog;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Telemetry.RequestLog;

public sealed class RequestLogFileTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("request-log-");
    private readonly RequestLogOptions _options = new() { RollBytes = 0, RollAge = TimeSpan.Zero, Keep = 2 };

    public RequestLogFileTests() => _options.Path = Path.Combine(_folder.FullName, "new", "requests.log");

    private string Log => _options.Path!;

    [Fact]
    public void Write_NoFolderYet_CreatesItAndAFileThatOthersCannotRead()
    {
        using var file = Open();

        file.Write("a\n"u8);

        Assert.Equal("a\n", File.ReadAllText(Log));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.None,
                File.GetUnixFileMode(Log) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite));
        }
    }

    [Fact]
    public void Write_FileExists_AppendsToIt()
    {
        using (var earlier = Open())
        {
            earlier.Write("a\n"u8);
        }

        using var file = Open();
        file.Write("b\n"u8);

        Assert.Equal("a\nb\n", File.ReadAllText(Log));
    }

    [Fact]
    public void Write_Renamed_GoesToANewFile()
    {
        using var file = Open();
        file.Write("a\n"u8);

        File.Move(Log, Log + ".old");
        file.Write("b\n"u8);

        Assert.Equal("a\n", File.ReadAllText(Log + ".old"));
        Assert.Equal("b\n", File.ReadAllText(Log));
    }

    [Fact]
    public void Write_RenamedAndAnotherFileExists_GoesToThatOne()
    {
        using var file = Open();
        file.Write("a\n"u8);

        File.Move(Log, Log + ".old");
        File.WriteAllText(Log, "");
        file.Write("b\n"u8);

        Assert.Equal("a\n", File.ReadAllText(Log + ".old"));
        Assert.Equal("b\n", File.ReadAllText(Log));
    }

    [Fact]
    public void Write_Removed_GoesToANewFile()
    {
        using var file = Open();
        file.Write("a\n"u8);

        File.Delete(Log);
        file.Write("b\n"u8);

        Assert.Equal("b\n", File.ReadAllText(Log));
    }

    [Fact]
    public void Write_TruncatedInPlace_StartsAtItsBeginning()
    {
        using var file = Open();
        file.Write("aaaa\n"u8);

        using (var other = File.Open(Log, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            other.SetLength(0);
        }

        file.Write("b\n"u8);

        Assert.Equal("b\n", File.ReadAllText(Log));
    }

    [Fact]
    public void Write_ThroughALink_FollowsIt()
    {
        var target = Path.Combine(_folder.FullName, "elsewhere.log");
        Directory.CreateDirectory(Path.GetDirectoryName(Log)!);
        File.CreateSymbolicLink(Log, target);
        using var file = Open();
        file.Write("a\n"u8);
        File.Move(target, target + ".old");
        file.Write("b\n"u8);

        Assert.Equal("b\n", File.ReadAllText(target));
        Assert.Equal("a\n", File.ReadAllText(target + ".old"));
    }

    [Fact]
    public void Write_WouldExceedRollBytes_StartsANewFileAndKeepsTheConfiguredNumber()
    {
        _options.RollBytes = 4;
        using var file = Open();

        foreach (var line in (string[])["a\n", "b\n", "c\n", "d\n", "e\n", "f\n", "g\n"])
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(line));
        }

        Assert.Equal("g\n", File.ReadAllText(Log));
        Assert.Equal("e\nf\n", File.ReadAllText(Log + ".1"));
        Assert.Equal("c\nd\n", File.ReadAllText(Log + ".2"));
        Assert.False(File.Exists(Log + ".3"));
    }

    [Fact]
    public void Write_LongerThanRollBytes_IsWrittenWhole()
    {
        _options.RollBytes = 4;
        using var file = Open();

        file.Write("aaaaaaaa\n"u8);
        file.Write("b\n"u8);

        Assert.Equal("aaaaaaaa\n", File.ReadAllText(Log + ".1"));
        Assert.Equal("b\n", File.ReadAllText(Log));
    }

    [Fact]
    public void Write_OlderThanRollAge_StartsANewFile()
    {
        _options.RollAge = TimeSpan.FromHours(1);
        using var file = Open();
        file.Write("a\n"u8);
        _clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        file.Write("b\n"u8);
        _clock.Advance(TimeSpan.FromTicks(1));
        file.Write("c\n"u8);

        Assert.Equal("a\nb\n", File.ReadAllText(Log + ".1"));
        Assert.Equal("c\n", File.ReadAllText(Log));
    }

    [Fact]
    public void Write_RollFails_ContinuesInTheOldFileAndRetriesLater()
    {
        _options.RollBytes = 4;
        using var file = Open();
        file.Write("aaa\n"u8);
        Directory.CreateDirectory(Log + ".1");

        file.Write("b\n"u8);
        Directory.Delete(Log + ".1");
        file.Write("c\n"u8);

        Assert.NotNull(file.RollFailure);
        Assert.Equal("aaa\nb\nc\n", File.ReadAllText(Log));

        _clock.Advance(TimeSpan.FromMinutes(1));
        file.Write("d\n"u8);

        Assert.Null(file.RollFailure);
        Assert.Equal("d\n", File.ReadAllText(Log));
    }

    [Fact]
    public void Write_PathIsAFolder_ThrowsUntilTheFolderIsRemoved()
    {
        Directory.CreateDirectory(Log);
        using var file = Open();
        Assert.ThrowsAny<Exception>(() => file.Write("a\n"u8));

        Directory.Delete(Log);
        file.Write("a\n"u8);

        Assert.Equal("a\n", File.ReadAllText(Log));
    }

    [Fact]
    public void Write_DiskIsFull_Throws()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "No /dev/full here.");
        _options.Path = "/dev/full";
        using var file = Open();

        Assert.ThrowsAny<IOException>(() => file.Write("a\n"u8));
        Assert.ThrowsAny<IOException>(() => file.Write("a\n"u8));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private RequestLogFile Open() => new(_options, _clock);
}
