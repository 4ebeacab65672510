using System.Globalization;

namespace LoadBalancer.AppHost.Ports;

/// <summary>
/// The ports that this AppHost has chosen, claimed against any other AppHost on the machine. Seconds pass until one of our processes
/// listens on a port, and until then a second AppHost would find it free. A claim is a lock on an empty file; it ends with this process,
/// however the process ends. Thread-safe.
/// </summary>
/// <param name="folder">The folder of the lock files, the same for all AppHosts.</param>
/// <param name="probe">Checks whether a port can be listened on.</param>
internal sealed class PortClaims(string folder, Func<int, PortState> probe) : IDisposable
{
    private const UnixFileMode EveryUser =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute
        | UnixFileMode.StickyBit;

    private readonly Dictionary<int, FileStream> _claims = [];
    private readonly Lock _lock = new();

    /// <summary>Creates the claims of this machine.</summary>
    public static PortClaims OfThisMachine() => new(Path.Combine(Path.GetTempPath(), "loadbalancer-ports"), PortProbe.Probe);

    /// <summary>Returns whether a port can be listened on, and claims it if so.</summary>
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

    /// <returns>The lock; <see langword="null"/> if another AppHost holds it.</returns>
    private FileStream? TryLock(int port)
    {
        MakeFolder();
        var path = Path.Combine(folder, port.ToString(CultureInfo.InvariantCulture));
        try
        {
            // Opening another user's file in a mode that may create it fails (fs.protected_regular), but an existing file can be opened and
            // locked.
            return new(path, File.Exists(path) ? FileMode.Open : FileMode.OpenOrCreate, FileAccess.Read, FileShare.None);
        }
        catch (IOException failure) when (failure is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    /// <summary>Creates the folder so that every user of the machine can claim ports in it.</summary>
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
