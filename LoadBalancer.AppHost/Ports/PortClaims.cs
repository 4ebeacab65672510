using System.Globalization;

namespace LoadBalancer.AppHost.Ports;

/// <summary>
/// The ports that this AppHost has settled on, held against any other AppHost on the machine: seconds pass until a process of
/// ours listens on them, and a second AppHost would find them free until then. A claim is a lock on an empty file; it ends
/// with this process, however that ends. Thread-safe.
/// </summary>
/// <param name="folder">Where the files are, the same for all AppHosts.</param>
/// <param name="probe">Whether a port can be listened on.</param>
internal sealed class PortClaims(string folder, Func<int, PortState> probe) : IDisposable
{
    private const UnixFileMode EveryUser =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute
        | UnixFileMode.StickyBit;

    private readonly Dictionary<int, FileStream> _claims = [];
    private readonly Lock _lock = new();

    /// <summary>The claims of this machine.</summary>
    public static PortClaims OfThisMachine() => new(Path.Combine(Path.GetTempPath(), "loadbalancer-ports"), PortProbe.Probe);

    /// <summary>Whether a port can be listened on; from now on it is ours if so.</summary>
    public PortState Claim(int port)
    {
        lock (_lock)
        {
            if (_claims.ContainsKey(port))
            {
                return PortState.Free;
            }

            if (TryLock(port) is not { } claim)
            {
                return PortState.Taken;
            }

            var state = probe(port);
            if (state == PortState.Free)
            {
                _claims.Add(port, claim);
            }
            else
            {
                claim.Dispose();
            }

            return state;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var claim in _claims.Values)
            {
                claim.Dispose();
            }

            _claims.Clear();
        }
    }

    /// <returns><see langword="null"/> where another AppHost holds the lock.</returns>
    private FileStream? TryLock(int port)
    {
        MakeFolder();
        var path = Path.Combine(folder, port.ToString(CultureInfo.InvariantCulture));
        try
        {
            // Another user's file cannot be opened with a mode that would create it (fs.protected_regular), and can be locked all the same.
            return new(path, File.Exists(path) ? FileMode.Open : FileMode.OpenOrCreate, FileAccess.Read, FileShare.None);
        }
        catch (IOException failure) when (failure is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    /// <summary>Makes the folder one in which every user of the machine may claim ports.</summary>
    private void MakeFolder()
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, EveryUser);
        }
    }
}
