namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>
/// The file that lines are written to. Starts a new file when this one is too large or too old, and when another program has renamed or
/// removed it. Not thread-safe.
/// </summary>
internal sealed class RequestLogFile(RequestLogOptions options, TimeProvider timeProvider) : IDisposable
{
    /// <summary>The time before rolling is attempted again after a failure.</summary>
    private static readonly TimeSpan Forbearance = TimeSpan.FromMinutes(1);

    private readonly string _path = Path.GetFullPath(options.Path!);
    private FileStream? _stream;
    private DateTimeOffset _began;
    private DateTimeOffset _rollsAgain;

    public string FullPath => _path;

    /// <summary>Why the last attempt to start a new file failed; lines are still written to the old file.</summary>
    public string? RollFailure { get; private set; }

    /// <summary>Whether this is a regular file that can be renamed, not a pipe or a device.</summary>
    private bool IsPlain => _stream is { CanSeek: true } && !_path.StartsWith("/dev/", StringComparison.Ordinal);

    /// <summary>Writes whole lines, all of them or none.</summary>
    /// <exception cref="IOException">The write failed; it may be retried with the same lines.</exception>
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
    /// Whether the path still refers to the open file. Only this process writes to the file, so a different file at its path has a
    /// different length, at the latest after the next lines.
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
            // The log contains client addresses, so other users must not be able to read it.
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

    /// <summary>Renames the file; the newest earlier file ends in <c>.1</c>.</summary>
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

    /// <summary>Removes a partially written line, since all lines are written again.</summary>
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
            // The write's own exception is the one to report; log readers skip a broken line.
        }

        Close();
    }

    private void Close()
    {
        _stream?.Dispose();
        _stream = null;
    }
}
