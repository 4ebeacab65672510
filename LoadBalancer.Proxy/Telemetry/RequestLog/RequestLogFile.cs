namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>
/// The file that lines go to. Begins a new one when this one is too long or too old, and when somebody else has renamed or removed
/// it. Not thread-safe.
/// </summary>
internal sealed class RequestLogFile(RequestLogOptions options, TimeProvider timeProvider) : IDisposable
{
    /// <summary>How long a new file is not begun after that has failed.</summary>
    private static readonly TimeSpan Forbearance = TimeSpan.FromMinutes(1);

    private readonly string _path = Path.GetFullPath(options.Path!);
    private FileStream? _stream;
    private DateTimeOffset _began;
    private DateTimeOffset _rollsAgain;

    public string FullPath => _path;

    /// <summary>Why a new file could not be begun when it was last due; lines go to the old one then.</summary>
    public string? RollFailure { get; private set; }

    /// <summary>Whether it is a file that can be renamed: no pipe, and nothing that the system keeps.</summary>
    private bool IsPlain => _stream is { CanSeek: true } && !_path.StartsWith("/dev/", StringComparison.Ordinal);

    /// <summary>Writes whole lines, all of them or none.</summary>
    /// <exception cref="IOException">It could not; the same may be tried again.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public void Write(ReadOnlySpan<byte> lines)
    {
        if (_stream is not null && IsPlain && !IsStillThere())
        {
            Close();
        }

        var stream = _stream ??= Open();
        if (IsPlain && IsDue(lines.Length) && TryRoll())
        {
            Close();
            stream = _stream = Open();
        }

        var before = stream.CanSeek ? stream.Seek(0, SeekOrigin.End) : 0;
        try
        {
            stream.Write(lines);
        }
        catch (IOException)
        {
            Abandon(stream, before);
            throw;
        }
    }

    public void Dispose() => Close();

    /// <summary>
    /// Nobody else writes to this file: another one that has come to its path has another length, if not at once then with the next lines.
    /// </summary>
    private bool IsStillThere()
    {
        var there = new FileInfo(_path);
        if (there.LinkTarget is not null)
        {
            there = (FileInfo)there.ResolveLinkTarget(returnFinalTarget: true)!;
        }

        return there.Exists && there.Length == _stream!.Length;
    }

    private FileStream Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var settings = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            // Whom the requests came from is not everybody's business.
            settings.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        }

        var stream = new FileStream(_path, settings);
        _began = stream is { CanSeek: true, Length: > 0 }
            ? new DateTimeOffset(File.GetCreationTimeUtc(stream.SafeFileHandle))
            : timeProvider.GetUtcNow();
        return stream;
    }

    private bool IsDue(int count)
    {
        var now = timeProvider.GetUtcNow();
        return _stream!.Length > 0 && now >= _rollsAgain
            && ((options.RollBytes > 0 && _stream.Length + count > options.RollBytes)
                || (options.RollAge > TimeSpan.Zero && now - _began >= options.RollAge));
    }

    /// <summary>The newest of the earlier files ends in <c>.1</c>.</summary>
    private bool TryRoll()
    {
        try
        {
            for (var number = options.Keep - 1; number > 0; number--)
            {
                if (File.Exists(Earlier(number)))
                {
                    File.Move(Earlier(number), Earlier(number + 1), overwrite: true);
                }
            }

            File.Move(_path, Earlier(1), overwrite: true);
            RollFailure = null;
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            RollFailure = exception.Message;
            _rollsAgain = timeProvider.GetUtcNow() + Forbearance;
            return false;
        }
    }

    private string Earlier(int number) => FormattableString.Invariant($"{_path}.{number}");

    /// <summary>Half a line must not stay: all of it is written again.</summary>
    private void Abandon(FileStream stream, long length)
    {
        try
        {
            if (stream.CanSeek)
            {
                stream.SetLength(length);
            }
        }
        catch (IOException)
        {
            // What has failed is told as what it was; readers of logs pass over a line that is broken.
        }

        Close();
    }

    private void Close()
    {
        _stream?.Dispose();
        _stream = null;
    }
}
