using Headrace.Tables.Values;

namespace Headrace.Tables.Expressions;

/// <summary>An item while it is updated. Documents that change are copied first; elements keep their places until the end.</summary>
internal sealed class ItemDraft(Dictionary<string, AttributeValue> item)
{
    private readonly Dictionary<string, AttributeValue> _item = new(item);
    private readonly Dictionary<string, Node> _opened = [];

    /// <summary>False when the path leads through something that is not there, or not of that kind.</summary>
    public bool Set(DocumentPath path, AttributeValue value)
    {
        if (!path.IsNested)
        {
            _item[path.Attribute] = value;
            return true;
        }

        return Parent(path)?.Set(path.Elements[^1], value) ?? false;
    }

    /// <summary>Removing what is not there is no fault, unless the way to it is not there either.</summary>
    public bool Remove(DocumentPath path)
    {
        if (!path.IsNested)
        {
            _item.Remove(path.Attribute);
            return true;
        }

        return Parent(path)?.Remove(path.Elements[^1]) ?? false;
    }

    public Dictionary<string, AttributeValue> ToItem()
    {
        foreach (var (attribute, node) in _opened)
        {
            _item[attribute] = node.ToValue();
        }

        return _item;
    }

    private Node? Parent(DocumentPath path)
    {
        if (!_opened.TryGetValue(path.Attribute, out var node))
        {
            if (!_item.TryGetValue(path.Attribute, out var value) || Node.Open(value) is not { } opened)
            {
                return null;
            }

            _opened.Add(path.Attribute, node = opened);
        }

        for (var i = 1; i < path.Elements.Count - 1; i++)
        {
            node = node.Child(path.Elements[i]);
            if (node is null)
            {
                return null;
            }
        }

        return node;
    }

    /// <summary>A map or list that is being changed.</summary>
    private sealed class Node
    {
        private readonly Dictionary<string, AttributeValue>? _members;
        private readonly SortedDictionary<int, AttributeValue>? _elements;
        private readonly Dictionary<PathElement, Node> _children = [];

        private Node(Dictionary<string, AttributeValue>? members, SortedDictionary<int, AttributeValue>? elements) => (_members, _elements) = (members, elements);

        public static Node? Open(AttributeValue value) => value.Type switch
        {
            AttributeType.M => new Node(new Dictionary<string, AttributeValue>(value.Map), null),
            AttributeType.L => new Node(null, new SortedDictionary<int, AttributeValue>(
                value.List.Select(static (element, index) => (element, index)).ToDictionary(static pair => pair.index, static pair => pair.element))),
            _ => null,
        };

        public Node? Child(PathElement element)
        {
            if (_children.TryGetValue(element, out var child))
            {
                return child;
            }

            var value = element.Name is { } name ? _members?.GetValueOrDefault(name) : _elements?.GetValueOrDefault(element.Index);
            if (value is null || Open(value) is not { } opened)
            {
                return null;
            }

            _children.Add(element, opened);
            return opened;
        }

        public bool Set(PathElement element, AttributeValue value)
        {
            if (element.Name is { } name)
            {
                _members?[name] = value;
                return _members is not null;
            }

            // Beyond the end it is appended: the gap closes when the list is put together.
            _elements?[element.Index] = value;
            return _elements is not null;
        }

        public bool Remove(PathElement element)
        {
            if (element.Name is { } name)
            {
                _members?.Remove(name);
                return _members is not null;
            }

            _elements?.Remove(element.Index);
            return _elements is not null;
        }

        public AttributeValue ToValue()
        {
            foreach (var (element, child) in _children)
            {
                Set(element, child.ToValue());
            }

            return _members is not null ? AttributeValue.OfMap(_members) : AttributeValue.OfList([.. _elements!.Values]);
        }
    }
}
