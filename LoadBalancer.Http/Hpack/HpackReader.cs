using System.Buffers;

namespace LoadBalancer.Http.Hpack;

/// <summary>
/// Reads the fields of a block and keeps the connection's state in step; each block must be read to its end. O(n), does not allocate except
/// where the dynamic table grows. Must be disposed.
/// </summary>
/// <param name="decoder">The state of the connection.</param>
/// <param name="block">A complete block.</param>
internal ref struct HpackReader(HpackDecoder decoder, ReadOnlySpan<byte> block)
{
    private const byte Indexed = 0x80;
    private const byte WithIndexing = 0x40;
    private const byte TableSize = 0x20;
    private const byte Huffman = 0x80;

    /// <summary>Integers have at most this many bytes after their prefix, and so less than 28 bits.</summary>
    private const int MostIntegerBytes = 4;

    private readonly HpackDecoder _decoder = decoder;
    private ReadOnlySpan<byte> _rest = block;
    private byte[] _texts = [];
    private bool _hasField;

    /// <summary>Why reading has ended; <see cref="HpackError.None"/> at the end of the block.</summary>
    public HpackError Error { get; private set; }

    /// <summary>Reads the next field.</summary>
    /// <returns><see langword="false"/> at the end of the block, and when there is an <see cref="Error"/>.</returns>
    public bool TryRead(out HpackField field)
    {
        while (Error == HpackError.None && !_rest.IsEmpty)
        {
            var first = _rest[0];
            if ((first & (Indexed | WithIndexing | TableSize)) == TableSize)
            {
                Resize();
                continue;
            }

            if (_decoder.NeedsResize)
            {
                break;
            }

            _hasField = true;
            return (first & Indexed) != 0 ? TryReadIndexed(out field) : TryReadLiteral((first & WithIndexing) != 0, out field);
        }

        if (_decoder.NeedsResize)
        {
            Fail(HpackError.TableSize);
        }

        field = default;
        return false;
    }

    /// <summary>Returns the memory; fields are not valid any more.</summary>
    public void Dispose()
    {
        if (_texts.Length > 0)
        {
            // Clients' secrets must not appear in the buffers of others.
            ArrayPool<byte>.Shared.Return(_texts, clearArray: true);
            _texts = [];
        }
    }

    private void Resize()
    {
        if (!TryReadInteger(5, out var size))
        {
            return;
        }

        if (_hasField || size > _decoder.MostTableBytes)
        {
            Fail(HpackError.TableSize);
            return;
        }

        _decoder.Table.Resize(size);
    }

    private bool TryReadIndexed(out HpackField field)
    {
        field = default;
        return TryReadInteger(7, out var index) && TryFind(index, out field);
    }

    private bool TryFind(int index, out HpackField field)
    {
        field = default;
        if (index == 0 || index > StaticTable.Count + _decoder.Table.Count)
        {
            return Fail(HpackError.Index);
        }

        field = index > StaticTable.Count
            ? _decoder.Table[index - StaticTable.Count - 1]
            : new() { Name = StaticTable.NameOf(index), Value = StaticTable.ValueOf(index), NameIndex = index, IsStatic = true };
        return true;
    }

    private bool TryReadLiteral(bool isAdded, out HpackField field)
    {
        field = default;
        if (!TryReadInteger(isAdded ? 6 : 4, out var index))
        {
            return false;
        }

        ReadOnlySpan<byte> name;
        var nameIndex = 0;
        var kept = 0;
        if (index == 0)
        {
            if (!TryReadText(0, out name, out kept))
            {
                return false;
            }
        }
        else if (TryFind(index, out var named))
        {
            name = named.Name;
            nameIndex = named.NameIndex;
            if (isAdded && index > StaticTable.Count)
            {
                // Adding the field may move or remove the entry with its name.
                kept = name.Length;
                Reserve(0, kept);
                name.CopyTo(_texts);
            }
        }
        else
        {
            return false;
        }

        if (!TryReadText(kept, out var value, out _))
        {
            return false;
        }

        field = new() { Name = kept > 0 ? _texts.AsSpan(0, kept) : name, Value = value, NameIndex = nameIndex };
        if (isAdded)
        {
            _decoder.Table.Add(field.Name, field.Value, field.NameIndex);
        }

        return true;
    }

    /// <summary>Reads a string (§5.2).</summary>
    /// <param name="start">Where decoded text is kept.</param>
    /// <param name="text">The text.</param>
    /// <param name="kept">The length of the text if it has been decoded; 0 if it is a part of the block.</param>
    private bool TryReadText(int start, out ReadOnlySpan<byte> text, out int kept)
    {
        text = default;
        kept = 0;
        if (_rest.IsEmpty)
        {
            return Fail(HpackError.Truncated);
        }

        var isHuffman = (_rest[0] & Huffman) != 0;
        if (!TryReadInteger(7, out var length))
        {
            return false;
        }

        if (length > _rest.Length)
        {
            return Fail(HpackError.Truncated);
        }

        var bytes = _rest[..length];
        _rest = _rest[length..];
        if (!isHuffman)
        {
            text = bytes;
            return true;
        }

        Reserve(start, HuffmanCode.LongestText(length));
        if (!HuffmanCode.TryDecode(bytes, _texts.AsSpan(start), out kept))
        {
            return Fail(HpackError.Huffman);
        }

        text = _texts.AsSpan(start, kept);
        return true;
    }

    /// <summary>Reads an integer (§5.1).</summary>
    private bool TryReadInteger(int prefixBits, out int value)
    {
        var most = (1 << prefixBits) - 1;
        value = _rest[0] & most;
        if (value < most)
        {
            _rest = _rest[1..];
            return true;
        }

        for (var i = 0; i < MostIntegerBytes; i++)
        {
            if (i + 1 >= _rest.Length)
            {
                return Fail(HpackError.Truncated);
            }

            var next = _rest[i + 1];
            value += (next & 0x7F) << (7 * i);
            if ((next & 0x80) == 0)
            {
                _rest = _rest[(i + 2)..];
                return true;
            }
        }

        return Fail(HpackError.Integer);
    }

    /// <summary>Makes room for text, and keeps the text before it.</summary>
    private void Reserve(int start, int length)
    {
        if (start + length <= _texts.Length)
        {
            return;
        }

        var grown = ArrayPool<byte>.Shared.Rent(start + length);
        _texts.AsSpan(0, start).CopyTo(grown);
        if (_texts.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_texts, clearArray: true);
        }

        _texts = grown;
    }

    private bool Fail(HpackError error)
    {
        Error = error;
        return false;
    }
}
