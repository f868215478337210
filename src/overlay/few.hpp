#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace amaneku::overlay {

/// Insertion sort where there are few, as a cell's elements mostly are, and nearly in order.
template <typename T, typename Less>
void sort_few(std::vector<T>& items, Less less) {
    constexpr std::size_t few = 32;
    if (items.size() > few) {
        std::sort(items.begin(), items.end(), less);
        return;
    }
    for (std::size_t i = 1; i < items.size(); ++i) {
        const T item = items[i];
        std::size_t j = i;
        for (; j > 0 && less(item, items[j - 1]); --j) items[j] = items[j - 1];
        items[j] = item;
    }
}

}  // namespace amaneku::overlay
